"""How a submission is declared, built, trained and graded.

    load("//grader:defs.bzl", "olympics_submission")

    olympics_submission(
        name = "alice_chen",
        categories = ["speed_demon"],
    )
"""

load("//grader:limits.bzl", "TRAINING_CPU_SECONDS")
load("//grader:rules.bzl", "attempt_digest", "board_grade_test", "compiles", "grade_test", "inspected", "pi_grade_test", "trained")
load("//grader/compile:defs.bzl", "submission_objects", "submission_program")
load("//grader/tasks:tasks.bzl", "STANDARD_TASK", "TASKS")
load("//tinytorch:page.bzl", "MODULES")

# Categories that are graded on a board. `bazel test` grades on an emulated one;
# `tito board run` on a real one.
_ON_BOARD = ["edge_expert"]

# All nineteen modules. Every submission has them, whatever its BUILD says: what it
# does not use is not linked.
_MODULES = ["//tinytorch/" + module for module in MODULES]

# Compiler options that a submission may ask for.
_ALLOWED_COPTS = [
    "-O2",
    "-O3",
    "-Ofast",
    "-ffast-math",
    "-fno-math-errno",
    "-funroll-loops",
    "-march=x86-64-v2",
    "-march=x86-64-v3",
]

# A student's warnings are the student's, but for those of code that always goes
# wrong when it is run. Both GCC and Clang know them.
SUBMISSION_OPTIONS = [
    "-O3",
    "-Wno-error",
    "-Werror=return-type",  # a forgotten return
    "-Werror=return-local-addr",
    "-Werror=infinite-recursion",
]

_BASELINE = "//submissions/baseline:baseline"

def _of_task(name, task):
    """The name of a submission's targets in one task."""
    return name if task == STANDARD_TASK else name + "_" + task

def _with_modules(deps):
    """The deps that a BUILD file names, each once, and all modules."""
    plain = {}
    for dep in deps + _MODULES:
        package, _, target = dep.partition(":")

        # As Bazel understands it: //a/b is //a/b:b.
        short = package if target == package.split("/")[-1] else dep
        plain[short] = None
    return list(plain.keys())

def _check_attributes(name, categories, tasks, division, groups, copts):
    where = "//%s:BUILD" % native.package_name()
    if type(categories) != "list" or not categories:
        fail("%s: categories must be a list of at least one category, a folder of //categories" %
             where)
    for category in categories:
        for c in category.elems():
            if not (c.isalnum() or c in "_-"):
                fail("%s: %r is no category's name: it is a folder of //categories" %
                     (where, category))
    if not tasks:
        fail("%s: tasks must be a list of at least one of %s" % (where, ", ".join(TASKS.keys())))
    for task in tasks:
        if task not in TASKS:
            fail("%s: there is no task %r; there are %s" %
                 (where, task, ", ".join(TASKS.keys())))
    if division not in ["closed", "open"]:
        fail("%s: division is %r; it must be closed or open" % (where, division))
    for c in name.elems():
        if not (c.isalnum() or c in "_-"):
            fail("%s: the name %r may hold letters, digits, _ and - only" % (where, name))
    folder = native.package_name().split("/")[-1]
    if name != folder:
        fail("%s: the name %r must be the folder's, %r" % (where, name, folder))
    for copt in copts:
        if copt not in _ALLOWED_COPTS:
            fail("%s: the compiler option %r is not among those allowed: %s" %
                 (where, copt, " ".join(_ALLOWED_COPTS)))
    for group in groups:
        if len({s: None for s in group}) != len(group):
            fail("%s: a file is listed twice in %s" % (where, group))
    for source in {s: None for group in groups for s in group}:
        if "/" in source or ":" in source:
            fail("%s: %r must be a file of this folder, by its plain name" % (where, source))
        if not native.glob([source], allow_empty = True):
            fail("%s: the file %s is missing from this folder" % (where, source))

def _halves(name, model, train, benchmark):
    """What a submission's sources are compiled to: a name, sources, the stub."""
    halves = [("model", model)]
    if train:
        halves.append(("train", train))
    if benchmark:
        halves.append(("benchmark", [benchmark]))
    return halves

def _objects(name, half, sources):
    return ["%s_%s_%d.o" % (name, half, i) for i in range(len(sources))]

def _task_targets(name, task, objects, tags, testonly, cpu_seconds, trains, allowed):
    """A submission's worker in one task, and its weights if they are trained."""
    of_task = _of_task(name, task)
    submission_program(
        name = of_task + "_worker",
        objects = objects["model"],
        tags = tags,
        testonly = testonly,
        visibility = ["//visibility:public"],
        deps = [
            "//grader/worker:worker_main",
            "//grader/contract:task_" + task,
        ] + _MODULES,
    )
    if not trains:
        return
    submission_program(
        name = of_task + "_trainer",
        objects = objects["train"],
        tags = tags,
        testonly = testonly,
        deps = [
            "//grader/contract:task_" + task,
            "//grader/train:train_main",
        ] + _MODULES,
    )
    trained(
        name = of_task + "_training",
        submission = name,
        trainer = ":" + of_task + "_trainer",
        images = TASKS[task].train_images,
        labels = TASKS[task].train_labels,
        allowed = allowed,
        compiles = name + "_compiles.stamp",
        log = of_task + "_training.log",
        weights = of_task + "_weights.safetensors",
        report = of_task + "_training.textproto",
        cpu_seconds = cpu_seconds,
        tags = tags,
        testonly = testonly,
        visibility = ["//visibility:public"],
    )

def _measuring_program(name, task, objects, weights, tags, testonly):
    """run_benchmark: the submission's own program, beside the baseline."""
    submission_program(
        name = "run_benchmark_program",
        objects = objects["benchmark"] + objects["model"],
        tags = tags,
        testonly = testonly,
        deps = [
            "//grader/contract:benchmark",
            "//grader/contract:task_" + task,
        ] + _MODULES,
    )

    # What it measures beside the baseline; see grader/contract/benchmark.h.
    own = "//%s:%s" % (native.package_name(), name)
    given = {
        "program": "//%s:run_benchmark_program" % native.package_name(),
        "weights": weights,
        "worker": _of_task(own, task) + "_worker",
        "baseline_worker": _of_task(_BASELINE, task) + "_worker",
        "baseline_weights": _of_task(_BASELINE, task) + "_weights.safetensors",
        "spec": "//categories/speed_demon:spec.textproto",
        "task": "//categories/tasks:%s.textproto" % task,
        "images": TASKS[task].train_images,
        "labels": TASKS[task].train_labels,
    }
    runner = "//grader/benchmark:benchmark_main"
    native.sh_binary(
        name = "run_benchmark",
        srcs = ["//grader/benchmark:start.sh"],
        args = ["$(location %s)" % runner] +
               ["--%s=$(location %s)" % item for item in given.items()],
        data = {label: None for label in [runner] + list(given.values())}.keys(),
        tags = tags,
        testonly = testonly,
    )

def submission_targets(
        name,
        model,
        train,
        hdrs,
        benchmark,
        deps = [],
        copts = [],
        cpu_seconds = TRAINING_CPU_SECONDS,
        tags = [],
        testonly = False,
        tasks = [STANDARD_TASK],
        specs = [],
        files = None):
    """Everything of a submission but its grade tests; see olympics_submission.

    `train` is empty in the closed division: then there are no weights of its own.
    `specs` are those of its categories: objects that carry more than all of them
    allow are refused before anything is trained. `files` are all that was handed
    in, by default those that are compiled.
    """
    stubs = {s: "empty" for s in model + train + hdrs}
    stubs[model[0]] = "model"
    if train:
        stubs[train[0]] = "train"
    if benchmark:
        stubs[benchmark] = "benchmark"
    out = {s: "%s_inspected/%s" % (name, s.split(":")[-1]) for s in stubs}
    deps = _with_modules(deps)

    # Static programs know nothing of a sanitizer's run time.
    static_tags = tags + ["no_sanitizer"]

    options = SUBMISSION_OPTIONS + [c for c in copts if not c.startswith("-march=")]
    machine = [c for c in copts if c.startswith("-march=")]
    if machine:
        # Names of x86-64 levels mean nothing to other architectures.
        options = options + select({
            "//tinytorch/acceleration:x86_64": machine,
            "//conditions:default": [],
        })

    attempt_digest(
        name = name + "_attempt",
        files = files or stubs.keys(),
        out = name + "_attempt.digest",
        tags = tags,
        testonly = testonly,
    )
    inspected(
        name = name + "_inspection",
        srcs = list(stubs.keys()),
        stubs = list(stubs.values()),
        outs = list(out.values()),
        beside = [h for h in native.glob(["*.h", "*.hpp"]) if h not in stubs],
        report = name + "_inspection.textproto",
        allowed = name + "_inspection.allowed",
        deps = deps,
        submission = name,
        tags = tags,
        testonly = testonly,
    )
    objects = {}
    for half, sources in _halves(name, model, train, benchmark):
        objects[half] = _objects(name, half, sources)
        submission_objects(
            name = "%s_%s_objects" % (name, half),
            srcs = [out[s] for s in sources],
            stubs = [stubs[s] for s in sources],
            hdrs = [out[h] for h in hdrs],
            originals = sources + hdrs,
            unjudged = half == "benchmark",
            objects = objects[half],
            report = "%s_%s_objects.textproto" % (name, half),
            allowed = "%s_%s_objects.allowed" % (name, half),
            copts = options,
            specs = specs,
            tags = static_tags,
            testonly = testonly,
            visibility = ["//grader:__subpackages__"],
            # Halves may share a header of the submission.
            deps = deps + [
                "//grader/contract:benchmark",
                "//grader/contract:model",
                "//grader/contract:train",
            ],
        )
    compiles(
        name = name + "_compiles",
        compiled = objects["model"] + objects.get("benchmark", []),
        stamp = name + "_compiles.stamp",
        tags = static_tags,
        testonly = testonly,
    )
    allowed = [name + "_inspection.allowed"] + [
        "%s_%s_objects.allowed" % (name, half)
        for half in objects
        if half != "benchmark"
    ]
    for task in tasks:
        _task_targets(name, task, objects, static_tags, testonly, cpu_seconds, train, allowed)
    if benchmark:
        weights = _of_task(
            "//%s:%s" % (native.package_name(), name) if train else _BASELINE,
            tasks[0],
        ) + "_weights.safetensors"
        _measuring_program(name, tasks[0], objects, weights, static_tags, testonly)

def submission_grade(
        name,
        submission,
        category,
        tasks = [STANDARD_TASK],
        division = "open",
        **kwargs):
    """One grade test of the submission `submission` of this package."""
    tags = kwargs.pop("tags", [])
    baseline = [_of_task(_BASELINE, t) for t in tasks]
    entries = [_of_task(submission, t) for t in tasks]
    trained = baseline if division == "closed" else entries
    fresh = kwargs.pop("fresh", [f for t in tasks for f in TASKS[t].fresh])
    contest = {
        "submission": submission,
        "division": division,
        "spec": kwargs.pop("spec", "//categories/%s:spec.textproto" % category),
        "inspection": submission + "_inspection.textproto",
        "digest": submission + "_attempt.digest",
        "model_compilations": [submission + "_model_objects.textproto"],
        "train_compilations": kwargs.pop(
            "train_compilations",
            [] if division == "closed" else [submission + "_train_objects.textproto"],
        ),
        "tasks": tasks,
        "task_specs": ["//categories/tasks:%s.textproto" % t for t in tasks],
        "trainings": [t + "_training.textproto" for t in trained],
        "workers": [e + "_worker" for e in entries],
        "weights": kwargs.pop("weights", [t + "_weights.safetensors" for t in trained]),
        "baseline_workers": [b + "_worker" for b in baseline],
        "baseline_weights": [b + "_weights.safetensors" for b in baseline],
        "images": [TASKS[t].test_images for t in tasks],
        "labels": [TASKS[t].test_labels for t in tasks],
        "training_images": ["//grader/tasks:%s_part_images" % t for t in tasks],
        "training_labels": ["//grader/tasks:%s_part_labels" % t for t in tasks],
        "fresh": fresh,
        "fresh_of": [t for t in tasks for _ in TASKS[t].fresh],
        "testonly": kwargs.pop("testonly", False),
        "size": "medium",
        "timeout": "long",
    }
    tags = tags + ["no_sanitizer"]
    if category in _ON_BOARD:
        # Time is a count of instructions there: what else runs does not matter.
        board_grade_test(
            name = name,
            archive = name + ".tar.gz",
            tags = tags,
            **dict(contest, **kwargs)
        )
        pi_grade_test(
            name = name + "_on_pi",
            exec_properties = {"Pool": "raspberry-pi"},
            tags = tags + ["manual"],
            **contest
        )
        return

    # Timed tests never run side by side.
    grade_test(
        name = name,
        tags = tags + ["exclusive"],
        **dict(contest, **kwargs)
    )

def olympics_submission(
        name,
        categories,
        model = ["model.cc"],
        train = ["train.cc"],
        hdrs = [],
        benchmark = "run_benchmark.cc",
        deps = [],
        copts = [],
        tasks = None,
        division = "open"):
    """A submission: this folder's sources, inspected, trained, built and graded.

    Makes, for a submission "x": x_inspection (findings), x_training (the weights,
    trained in the sandbox), x_worker (model and grader's main, static),
    run_benchmark (the student's own measuring), one test x_<category> for each
    category entered, and the test suite "grade" of them all. TinyMLPerf's tasks
    have an x_<task>_training and x_<task>_worker each.

    Args:
      name: the submission's name on the leaderboard; also its folder's.
      categories: the categories it enters, folders of //categories such as
        "speed_demon".
      model: sources of the model; the first defines olympics::CreateModel.
      train: sources of the training; the first defines olympics::Train. What both
        halves need may be in both lists.
      hdrs: headers of this folder, included by their plain names.
      benchmark: the student's own measuring program.
      deps: parts of TinyTorch, //tinytorch/..., besides its modules, which are all
        there; nothing else is allowed.
      copts: compiler options, from a list of those allowed.
      tasks: TinyMLPerf's tasks that it enters: those that
        grader/tasks/tasks.bzl lists; by default all.
      division: in TinyMLPerf. "open": weights of its own training. "closed": the
        reference's weights, and no training.
    """
    suite = "tinymlperf" in categories
    own = (tasks or list(TASKS.keys())) if suite else []
    _check_attributes(
        name,
        categories,
        own or [STANDARD_TASK],
        division,
        [model, train if division == "open" else [], hdrs, [benchmark, "README.md"]],
        copts,
    )
    if division == "closed" and categories != ["tinymlperf"]:
        fail("//%s:BUILD: the closed division is TinyMLPerf's: a submission to it enters no " %
             native.package_name() + "other category")
    needed = {t: None for t in own}
    if categories != ["tinymlperf"]:
        needed[STANDARD_TASK] = None
    submission_targets(
        name,
        model,
        train if division == "open" else [],
        hdrs,
        benchmark,
        deps,
        copts,
        tasks = list(needed.keys()),
        specs = ["//categories/%s:spec.textproto" % category for category in categories],
        # Hidden files are no part of a submission.
        files = native.glob(["*"], exclude = [".*"]),
    )
    for category in categories:
        submission_grade(
            name = name + "_" + category,
            submission = name,
            category = category,
            tasks = own if category == "tinymlperf" else [STANDARD_TASK],
            division = division,
            visibility = ["//grader/study:__pkg__"],
        )
    native.test_suite(
        name = "grade",
        tags = ["no_sanitizer"],
        tests = [":%s_%s" % (name, c) for c in categories],
        visibility = ["//visibility:public"],
    )
