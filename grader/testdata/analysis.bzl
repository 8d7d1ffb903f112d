"""Tests that a target's analysis fails, and says what it should."""

_allow_failures = analysis_test_transition(
    settings = {"//command_line_option:allow_analysis_failures": "True"},
)

def _analysis_fails_test_impl(ctx):
    # A list of one, because the attribute has a transition.
    target = ctx.attr.target[0] if type(ctx.attr.target) == "list" else ctx.attr.target
    if AnalysisFailureInfo not in target:
        problem = "its analysis succeeds"
    else:
        messages = [c.message for c in target[AnalysisFailureInfo].causes.to_list()]
        problem = "" if any([ctx.attr.message in m for m in messages]) else "\n".join(messages)
    return [AnalysisTestResultInfo(
        success = problem == "",
        message = "%s: wanted \"%s\", but: %s" %
                  (target.label, ctx.attr.message, problem),
    )]

analysis_fails_test = rule(
    implementation = _analysis_fails_test_impl,
    analysis_test = True,
    attrs = {
        "target": attr.label(cfg = _allow_failures),
        "message": attr.string(),
    },
)
