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

_Actions = provider("What a target does.", fields = ["actions"])

def _actions_aspect_impl(target, _ctx):
    return [_Actions(actions = target.actions)]

_actions_aspect = aspect(implementation = _actions_aspect_impl)

def _inputs(target, mnemonic):
    """The names of the files that the target's actions of this kind read."""
    return [
        file.basename
        for action in target[_Actions].actions
        if action.mnemonic == mnemonic
        for file in action.inputs.to_list()
    ]

def _training_waits_test_impl(ctx):
    # Of the model and the benchmark, the training knows that they compile and no
    # more: else every change to them would train again.
    stamp = ctx.attr.submission + "_compiles.stamp"
    halves = ("%s_benchmark_" % ctx.attr.submission, "%s_model_" % ctx.attr.submission)
    reads = _inputs(ctx.attr.training, "Train")
    problems = ["the training does not wait for " + stamp] if stamp not in reads else []
    problems += ["the training reads " + name for name in reads if name.endswith(".o")]
    compiled = _inputs(ctx.attr.compiles, "Compiles")
    for half in halves:
        if not [name for name in compiled if name.startswith(half) and name.endswith(".o")]:
            problems.append("%s is made of %s, and of no %s*.o" % (stamp, compiled, half))
    return [AnalysisTestResultInfo(
        success = not problems,
        message = "; ".join(problems),
    )]

training_waits_test = rule(
    implementation = _training_waits_test_impl,
    doc = "Tests that no training begins before all of its submission compiles.",
    analysis_test = True,
    attrs = {
        "submission": attr.string(),
        "training": attr.label(aspects = [_actions_aspect]),
        "compiles": attr.label(aspects = [_actions_aspect]),
    },
)
