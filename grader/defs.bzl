"""How a submission is declared, built, trained and graded.

    load("//grader:defs.bzl", "olympics_submission")

    olympics_submission(
        name = "alice_chen",
        categories = ["speed_demon"],
    )
"""

load("//grader:limits.bzl", "TRAINING_CPU_SECONDS", "TRAINING_MEMORY_MIB")
load("//grader/tasks:tasks.bzl", "STANDARD_TASK", "TASKS")
load("//tinytorch:page.bzl", "MODULES")
load("//toolchains:pi.bzl", "here_transition", "pi_transition")
load("//toolchains/board:defs.bzl", "EMULATED_ATTRS", "board_archive", "emulated")

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

def _foreign(label):
    """Whether a label is outside of TinyTorch."""
    package = label.package
    return (label.workspace_name != "" or
            not (package == "tinytorch" or package.startswith("tinytorch/")))

def _inspected_impl(ctx):
    for dep in ctx.attr.deps:
        if _foreign(dep.label):
            fail(("%s depends on %s, which is not part of TinyTorch: a submission may " +
                  "use //tinytorch/... and its own files, nothing else") %
                 (ctx.attr.submission, dep.label))
    for source in ctx.files.srcs:
        if not source.is_source or source.owner.package != ctx.label.package:
            fail("%s uses %s, which is not a file of its own folder" %
                 (ctx.attr.submission, source.short_path))
    args = ctx.actions.args()
    args.add("--submission=" + ctx.attr.submission)
    args.add(ctx.outputs.report, format = "--report=%s")
    args.add(ctx.outputs.allowed, format = "--allowed=%s")
    stubs = {f.basename: f for f in ctx.files._stubs}
    args.add_all(
        [stubs["refused_%s.cc" % kind] for kind in ctx.attr.stubs],
        format_each = "--stub=%s",
        uniquify = False,
    )
    args.add_all(ctx.outputs.outs, format_each = "--out=%s")
    args.add_all(ctx.attr.beside, format_each = "--beside=%s")
    args.add("--")
    args.add_all(ctx.files.srcs)
    ctx.actions.run(
        executable = ctx.executable._inspector,
        arguments = [args],
        inputs = ctx.files.srcs + ctx.files._stubs,
        outputs = ctx.outputs.outs + [ctx.outputs.report, ctx.outputs.allowed],
        mnemonic = "Inspect",
        progress_message = "Inspecting %s" % ctx.attr.submission,
    )

_inspected = rule(
    implementation = _inspected_impl,
    doc = "Copies of a submission's sources, or stubs where they are refused.",
    attrs = {
        "srcs": attr.label_list(allow_files = True),
        # What stands in for each source where they are refused: "model",
        # "train", "benchmark" or "empty".
        "stubs": attr.string_list(),
        "outs": attr.output_list(),
        # Names of headers in the folder that are not handed in.
        "beside": attr.string_list(),
        "report": attr.output(),
        # "yes" or "no", apart from the report: a change to the model alone then
        # leaves the training's inputs as they were.
        "allowed": attr.output(),
        "deps": attr.label_list(),
        "submission": attr.string(),
        "_stubs": attr.label_list(
            allow_files = True,
            default = [
                "//grader/inspect:refused_benchmark.cc",
                "//grader/inspect:refused_empty.cc",
                "//grader/inspect:refused_model.cc",
                "//grader/inspect:refused_train.cc",
            ],
        ),
        "_inspector": attr.label(
            default = "//grader/inspect:inspect_main",
            executable = True,
            cfg = here_transition,
        ),
        "_allowlist_function_transition": EMULATED_ATTRS["_allowlist_function_transition"],
    },
)

def _compiles_impl(ctx):
    # Not compiled twice, for shared libraries as well.
    plain = [f for f in ctx.files.compiled if not f.basename.endswith(".pic.lo")]

    # A training that waited for the archives themselves would start anew with
    # each of them; of this file it sees that it is as it was.
    ctx.actions.run_shell(
        inputs = plain or ctx.files.compiled,
        outputs = [ctx.outputs.stamp],
        command = "echo compiled > " + ctx.outputs.stamp.path,
        mnemonic = "Compiles",
    )

_compiles = rule(
    implementation = _compiles_impl,
    doc = "A file that is always the same, made once all of a submission compiles.",
    attrs = {
        "compiled": attr.label_list(),
        "stamp": attr.output(),
    },
)

def _trained_impl(ctx):
    args = ctx.actions.args()
    args.add(ctx.executable.trainer, format = "--trainer=%s")
    args.add(ctx.file.allowed, format = "--allowed=%s")
    args.add(ctx.file.images, format = "--images=%s")
    args.add(ctx.file.labels, format = "--labels=%s")
    args.add(ctx.outputs.weights, format = "--weights=%s")
    args.add(ctx.outputs.report, format = "--report=%s")
    args.add(ctx.outputs.log, format = "--log=%s")
    args.add("--cpu_seconds=%d" % ctx.attr.cpu_seconds)
    args.add("--memory_mib=%d" % TRAINING_MEMORY_MIB)
    ctx.actions.run(
        executable = ctx.executable._runner,
        arguments = [args],
        # A mistake in the model or the benchmark is told before any training.
        inputs = [ctx.file.allowed, ctx.file.compiles, ctx.file.images, ctx.file.labels],
        tools = [ctx.executable.trainer],
        outputs = [ctx.outputs.weights, ctx.outputs.report, ctx.outputs.log],
        mnemonic = "Train",
        progress_message = "Training %s" % ctx.attr.submission,
    )

_trained = rule(
    implementation = _trained_impl,
    doc = "A submission's weights: its trainer, run in the sandbox.",
    attrs = {
        "submission": attr.string(),
        "trainer": attr.label(executable = True, cfg = here_transition),
        "allowed": attr.label(allow_single_file = True),
        "compiles": attr.label(allow_single_file = True),
        "weights": attr.output(),
        "report": attr.output(),
        # What it prints, line by line as it comes, with the CPU time so far.
        "log": attr.output(),
        "cpu_seconds": attr.int(),
        "_runner": attr.label(
            default = "//grader/train:train_runner",
            executable = True,
            cfg = here_transition,
        ),
        "_allowlist_function_transition": EMULATED_ATTRS["_allowlist_function_transition"],
        "images": attr.label(allow_single_file = True),
        "labels": attr.label(allow_single_file = True),
    },
)

def _field(name, value):
    return '%s: "%s"' % (name, value)

def _contest(ctx):
    """The contest's file, and every file that a grading needs."""
    grader = ctx.files._grader[0]
    echo_worker = ctx.files._echo_worker[0]
    files = [ctx.file.spec, ctx.file.inspection, echo_worker, grader]
    contest = [
        _field("submission", ctx.attr.submission),
        _field("spec", ctx.file.spec.short_path),
        _field("inspection", ctx.file.inspection.short_path),
        _field("echo_worker", echo_worker.short_path),
        _field("division", ctx.attr.division),
    ]

    # Lists of labels with one for each task, in the tasks' order.
    columns = {
        "task": ctx.files.task_specs,
        "training": ctx.files.trainings,
        "worker": ctx.files.workers,
        "weights": ctx.files.weights,
        "baseline_worker": ctx.files.baseline_workers,
        "baseline_weights": ctx.files.baseline_weights,
        "images": ctx.files.images,
        "labels": ctx.files.labels,
    }
    for i, task in enumerate(ctx.attr.tasks):
        contest.append("entries {")
        for name, column in columns.items():
            contest.append("  " + _field(name, column[i].short_path))
            files.append(column[i])
        sums = [TASKS[task].images_sha256, TASKS[task].labels_sha256]
        contest.append("  " + _field("images_sha256", ctx.attr.images_sha256 or sums[0]))
        contest.append("  " + _field("labels_sha256", sums[1]))
        contest.append("}")
    contest_file = ctx.actions.declare_file(ctx.label.name + ".textproto")
    ctx.actions.write(contest_file, "\n".join(contest) + "\n")
    return contest_file, files + ctx.files.data + [contest_file]

def _run_grader(ctx, tool, tool_args):
    """What a test rule returns that grades where it runs; `tool` may be the grader."""
    contest, files = _contest(ctx)
    lines = [
        "#!/bin/sh",
        'cd "${TEST_SRCDIR:-$0.runfiles}/%s" || exit 1' % ctx.workspace_name,
        'exec %s %s --contest=%s "$@"' % (
            tool.short_path,
            " ".join(tool_args),
            contest.short_path,
        ),
    ]
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "\n".join(lines) + "\n", is_executable = True)
    return [DefaultInfo(
        executable = script,
        runfiles = ctx.runfiles(files = files + [tool]),
    )]

def _grade_test_impl(ctx):
    tool = ctx.executable.tool if ctx.attr.tool else ctx.files._grader[0]
    return _run_grader(ctx, tool, ctx.attr.tool_args)

def _pi_grade_test_impl(ctx):
    return _run_grader(ctx, ctx.files._grader[0], [])

def _board_grade_test_impl(ctx):
    contest, files = _contest(ctx)
    board_archive(ctx, files, ctx.outputs.archive)
    return [emulated(
        ctx,
        files,
        [ctx.files._grader[0].short_path, "--contest=" + contest.short_path],
        seconds = 850,
        instructions = True,
    )]

def _grade_attrs(cfg):
    """What a grading is made of; programs are built with `cfg`."""
    return {
        "submission": attr.string(),
        "spec": attr.label(allow_single_file = True),
        "inspection": attr.label(allow_single_file = True),
        "division": attr.string(),
        "tasks": attr.string_list(),
        "task_specs": attr.label_list(allow_files = True),
        "trainings": attr.label_list(allow_files = True),
        "workers": attr.label_list(allow_files = True, cfg = cfg),
        "weights": attr.label_list(allow_files = True),
        "baseline_workers": attr.label_list(allow_files = True, cfg = cfg),
        "baseline_weights": attr.label_list(allow_files = True),
        "images": attr.label_list(allow_files = True),
        "labels": attr.label_list(allow_files = True),
        # Instead of the pinned one: for a test of what happens then.
        "images_sha256": attr.string(),
        # Further files that it reads.
        "data": attr.label_list(allow_files = True),
        "_grader": attr.label(default = "//grader:grade", cfg = cfg),
        "_echo_worker": attr.label(default = "//grader/worker:echo_worker", cfg = cfg),
    }

grade_test = rule(
    implementation = _grade_test_impl,
    doc = "Grades one submission in one category. For olympics_submission and tests.",
    test = True,
    attrs = dict(_grade_attrs("target"), **{
        # Instead of the grader: a test of it.
        "tool": attr.label(executable = True, cfg = "target"),
        "tool_args": attr.string_list(),
    }),
)

board_grade_test = rule(
    implementation = _board_grade_test_impl,
    doc = "The same on an emulated board, and as an archive for a real one.",
    test = True,
    attrs = dict(EMULATED_ATTRS, **dict(_grade_attrs(pi_transition), **{
        "archive": attr.output(),
    })),
)

pi_grade_test = rule(
    implementation = _pi_grade_test_impl,
    doc = "The same for a worker of remote execution that is a board: see docs/edge.md.",
    test = True,
    attrs = dict(_grade_attrs(pi_transition), **{
        "_allowlist_function_transition": EMULATED_ATTRS["_allowlist_function_transition"],
    }),
)

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

def _static_binary(name, deps, **kwargs):
    """A program for the sandbox, whose root holds no shared library."""
    native.cc_binary(
        name = name,
        features = ["fully_static_link"],
        linkopts = ["-static"],
        linkstatic = True,
        deps = deps,
        **kwargs
    )

def _task_targets(name, task, tags, testonly, cpu_seconds, train):
    """A submission's worker in one task, and its weights if they are trained."""
    of_task = _of_task(name, task)
    _static_binary(
        name = of_task + "_worker",
        tags = tags,
        testonly = testonly,
        visibility = ["//visibility:public"],
        deps = [
            "//grader/worker:worker_main",
            "//grader/contract:task_" + task,
            ":" + name + "_model",
        ],
    )
    if not train:
        return
    _static_binary(
        name = of_task + "_trainer",
        tags = tags,
        testonly = testonly,
        deps = [
            "//grader/contract:task_" + task,
            "//grader/train:train_main",
            ":" + name + "_train",
        ],
    )
    _trained(
        name = of_task + "_training",
        submission = name,
        trainer = ":" + of_task + "_trainer",
        images = TASKS[task].train_images,
        labels = TASKS[task].train_labels,
        allowed = name + "_inspection.allowed",
        compiles = name + "_compiles.stamp",
        log = of_task + "_training.log",
        weights = of_task + "_weights.safetensors",
        report = of_task + "_training.textproto",
        cpu_seconds = cpu_seconds,
        tags = tags,
        testonly = testonly,
        visibility = ["//visibility:public"],
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
        tasks = [STANDARD_TASK]):
    """Everything of a submission but its grade tests; see olympics_submission.

    `train` is empty in the closed division: then there are no weights of its own.
    """
    stubs = {s: "empty" for s in model + train + hdrs}
    stubs[model[0]] = "model"
    if train:
        stubs[train[0]] = "train"
    if benchmark:
        stubs[benchmark] = "benchmark"
    out = {s: "%s_inspected/%s" % (name, s.split(":")[-1]) for s in stubs}
    headers = [out[h] for h in hdrs]
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

    _inspected(
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
    native.cc_library(
        name = name + "_model",
        srcs = [out[m] for m in model] + headers,
        copts = options,
        alwayslink = True,
        linkstatic = True,
        tags = tags,
        testonly = testonly,
        deps = deps + ["//grader/contract:model"],
    )
    if train:
        native.cc_library(
            name = name + "_train",
            srcs = [out[t] for t in train] + headers,
            copts = options,
            alwayslink = True,
            linkstatic = True,
            tags = tags,
            testonly = testonly,
            # Both halves may share a header of the submission.
            deps = deps + [
                "//grader/contract:model",
                "//grader/contract:train",
            ],
        )
    if benchmark:
        native.cc_library(
            name = name + "_benchmark",
            srcs = [out[benchmark]] + headers,
            copts = options,
            alwayslink = True,
            linkstatic = True,
            tags = tags,
            testonly = testonly,
            deps = deps + ["//grader/contract:benchmark"],
        )
    _compiles(
        name = name + "_compiles",
        compiled = [":" + name + "_model"] + ([":" + name + "_benchmark"] if benchmark else []),
        stamp = name + "_compiles.stamp",
        tags = tags,
        testonly = testonly,
    )
    for task in tasks:
        _task_targets(name, task, static_tags, testonly, cpu_seconds, train)
    if benchmark:
        own = "//%s:%s" % (native.package_name(), name)
        weights = _of_task(own if train else _BASELINE, tasks[0]) + "_weights.safetensors"

        # What it measures beside the baseline; see grader/contract/benchmark.h.
        beside = {
            "worker": _of_task(own, tasks[0]) + "_worker",
            "baseline_worker": _of_task(_BASELINE, tasks[0]) + "_worker",
            "baseline_weights": _of_task(_BASELINE, tasks[0]) + "_weights.safetensors",
            "spec": "//categories/speed_demon:spec.textproto",
            "task": "//categories/tasks:%s.textproto" % tasks[0],
            "images": TASKS[tasks[0]].train_images,
            "labels": TASKS[tasks[0]].train_labels,
        }
        native.cc_binary(
            name = "run_benchmark",
            args = ["$(location %s)" % weights] +
                   ["--%s=$(location %s)" % item for item in beside.items()],
            data = {label: None for label in [weights] + list(beside.values())}.keys(),
            tags = static_tags,
            testonly = testonly,
            deps = [
                "//grader/contract:task_" + tasks[0],
                ":" + name + "_benchmark",
                ":" + name + "_model",
            ],
        )

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
    contest = {
        "submission": submission,
        "division": division,
        "spec": kwargs.pop("spec", "//categories/%s:spec.textproto" % category),
        "inspection": submission + "_inspection.textproto",
        "tasks": tasks,
        "task_specs": ["//categories/tasks:%s.textproto" % t for t in tasks],
        "trainings": [t + "_training.textproto" for t in trained],
        "workers": [e + "_worker" for e in entries],
        "weights": kwargs.pop("weights", [t + "_weights.safetensors" for t in trained]),
        "baseline_workers": [b + "_worker" for b in baseline],
        "baseline_weights": [b + "_weights.safetensors" for b in baseline],
        "images": [TASKS[t].test_images for t in tasks],
        "labels": [TASKS[t].test_labels for t in tasks],
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
