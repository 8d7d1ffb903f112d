"""Submissions that must not pass, each with a test that it fails as it should."""

load("//grader:defs.bzl", "submission_grade", "submission_targets")
load("//grader:limits.bzl", "TRAINING_CPU_SECONDS")
load("//grader:rules.bzl", "trained")
load("//grader/tasks:tasks.bzl", "TASKS")

def quick_changes(floor):
    """Changes to Speed Demon's spec for entries whose speed does not matter."""
    return {
        "accuracy_floor: 0.90": "accuracy_floor: " + floor,
        "max_interval_width: 0.15": "max_interval_width: 1",
        "max_seconds: 40": "max_seconds: 10",
        "min_pairs: 40": "min_pairs: 20",
        "min_samples: 10000": "min_samples: 2000",
    }

def changed_spec(name, category, changes, add = "", visibility = None):
    """A category's spec with changes: a file <name>.textproto.

    Args:
      name: the file's, without its ending.
      category: whose spec it is.
      changes: from texts that must be in it to what stands there instead.
      add: lines at its end.
      visibility: of the file.
    """
    steps = "".join(["""
      grep -qF '{old}' $@ || {{ echo '{old} is not in the spec' >&2; exit 1; }}
      sed -i 's|{old}|{new}|' $@""".format(old = old, new = new) for old, new in changes.items()])
    native.genrule(
        name = name,
        srcs = ["//categories/%s:spec.textproto" % category],
        outs = [name + ".textproto"],
        visibility = visibility,
        cmd = "cat $< > $@; chmod u+w $@" + steps + "\ncat >> $@ <<'EOF'\n" + add + "\nEOF\n",
        testonly = True,
    )

def failing_submission(
        name,
        verdict,
        reason,
        model = None,
        train = "quick_train.cc",
        printed = None,
        hdrs = [],
        **kwargs):
    """A submission of this folder and the verdict that it must get.

    Args:
      name: its model is <name>.cc unless `model` says another.
      verdict: the Verdict's name, such as "REFUSED".
      reason: text that the report's reason must hold.
      model: the model's source.
      train: the training's source.
      hdrs: headers besides those that all of them have.
      printed: text of the program's own that must stand at the failed check.
      **kwargs: for submission_targets, and `spec`, `weights`, `images_sha256`,
        `data` and `digest` for the test.
    """
    test = {k: kwargs.pop(k) for k in ["spec", "weights", "images_sha256", "data", "digest"] if k in kwargs}
    submission_targets(
        name = name,
        model = [model or name + ".cc"],
        train = [train],
        hdrs = [
            "hidden_calls.h",
            "small_net.h",
        ] + hdrs,
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
        tool_args = _expect(verdict, reason, ["--printed='%s'" % printed] if printed else []),
        **test
    )

def _expect(verdict, reason, more):
    return ["--verdict=" + verdict, "--reason='%s'" % reason] + more + ["--", "grader/grade"]

def caught_submission(
        name,
        check,
        reason,
        model = None,
        train = None,
        spec = None,
        category = "speed_demon",
        suite = False,
        verdict = "DISHONEST",
        once = True,
        also = None,
        on_test_split = False):
    """A submission that one check catches, and no other.

    Args:
      name: its model is <name>.cc unless `model` says another.
      check: the name of the check that it fails.
      reason: text that the report's reason must hold.
      model: the model's source.
      train: the training's source; by default it has the baseline's weights.
      spec: the spec that it is graded by, if that is a special one.
      category: in which it is graded, if that is no suite.
      suite: whether it is graded in a suite of one task, digits.
      verdict: the Verdict's name.
      once: whether one finding of that check is against it, and not several.
      also: another check that catches it too.
      on_test_split: whether its weights come of the test split, as if it had
        found a way to it.
    """
    task = "digits" if suite else "image_classification"
    submission_targets(
        name = name,
        model = [model or name + ".cc"],
        train = [train] if train else [],
        hdrs = native.glob(["*.h"]),
        benchmark = None,
        tasks = [task],
        testonly = True,
    )
    weights = {}
    if on_test_split:
        of_task = name + "_digits" if suite else name
        weights["weights"] = [of_task + "_test_split.safetensors"]
        trained(
            name = of_task + "_on_test_split",
            submission = name,
            trainer = ":" + of_task + "_trainer",
            images = TASKS[task].test_images,
            labels = TASKS[task].test_labels,
            allowed = [name + "_inspection.allowed"],
            compiles = name + "_compiles.stamp",
            log = of_task + "_test_split.log",
            weights = weights["weights"][0],
            report = of_task + "_test_split.textproto",
            cpu_seconds = TRAINING_CPU_SECONDS,
            tags = ["no_sanitizer"],
            testonly = True,
        )
    submission_grade(
        name = name + "_test",
        submission = name,
        category = "tinymlperf" if suite else category,
        tasks = [task],
        division = "open" if train else "closed",
        spec = spec or ("digits_only_spec.textproto" if suite else "quick_spec.textproto"),
        testonly = True,
        tool = "//grader/testdata:expect_verdict",
        tool_args = _expect(
            verdict,
            reason,
            ["--alone=" + check] +
            (["--once"] if once else []) +
            (["--also=" + also] if also else []),
        ),
        **weights
    )
