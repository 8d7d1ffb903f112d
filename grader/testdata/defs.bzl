"""Submissions that must not pass, each with a test that it fails as it should."""

load("//grader:defs.bzl", "submission_grade", "submission_targets")

def failing_submission(name, verdict, reason, model = None, train = "quick_train.cc", **kwargs):
    """A submission of this folder and the verdict that it must get.

    Args:
      name: its model is <name>.cc unless `model` says another.
      verdict: the Verdict's name, such as "REFUSED".
      reason: text that the report's reason must hold.
      model: the model's source.
      train: the training's source.
      **kwargs: for submission_targets, and `spec` and `weights` for the test.
    """
    test = {k: kwargs.pop(k) for k in ["spec", "weights"] if k in kwargs}
    submission_targets(
        name = name,
        model = [model or name + ".cc"],
        train = [train],
        hdrs = ["small_net.h"],
        benchmark = None,
        testonly = True,
        **kwargs
    )
    submission_grade(
        name = name + "_test",
        submission = name,
        category = "speed_demon",
        testonly = True,
        tool = "//grader/testdata:expect_verdict",
        tool_args = [
            "--verdict=" + verdict,
            "--reason='%s'" % reason,
            "--",
            "grader/grade",
        ],
        **test
    )
