"""The rules of which a submission's targets are made; see defs.bzl."""

load("//grader:limits.bzl", "TRAINING_MEMORY_MIB")
load("//grader/compile:defs.bzl", "STUBS", "stubs_of")
load("//grader/tasks:tasks.bzl", "TASKS")
load("//toolchains:pi.bzl", "here_transition", "pi_transition")
load("//toolchains/board:defs.bzl", "EMULATED_ATTRS", "board_archive", "emulated")

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
    args.add(ctx.executable._inspector, format = "--inspector=%s")
    args.add("--submission=" + ctx.attr.submission)
    args.add(ctx.outputs.report, format = "--report=%s")
    args.add(ctx.outputs.allowed, format = "--allowed=%s")
    args.add_all(
        stubs_of(ctx),
        format_each = "--stub=%s",
        uniquify = False,
    )
    args.add_all(ctx.outputs.outs, format_each = "--out=%s")
    args.add_all(ctx.attr.beside, format_each = "--beside=%s")
    args.add("--")
    args.add_all(ctx.files.srcs)
    ctx.actions.run(
        executable = ctx.executable._runner,
        arguments = [args],
        inputs = ctx.files.srcs + ctx.files._stubs,
        tools = [ctx.executable._inspector],
        outputs = ctx.outputs.outs + [ctx.outputs.report, ctx.outputs.allowed],
        mnemonic = "Inspect",
        progress_message = "Inspecting %s" % ctx.attr.submission,
    )

inspected = rule(
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
        "_stubs": STUBS,
        "_inspector": attr.label(
            default = "//grader/inspect:inspect_main",
            executable = True,
            cfg = here_transition,
        ),
        "_runner": attr.label(
            default = "//grader/inspect:inspect_runner",
            executable = True,
            cfg = here_transition,
        ),
        "_allowlist_function_transition": EMULATED_ATTRS["_allowlist_function_transition"],
    },
)

def _compiles_impl(ctx):
    # A training that waited for the objects themselves would start anew with
    # each of them; of this file it sees that it is as it was.
    ctx.actions.run_shell(
        inputs = ctx.files.compiled,
        outputs = [ctx.outputs.stamp],
        command = "echo compiled > " + ctx.outputs.stamp.path,
        mnemonic = "Compiles",
    )

compiles = rule(
    implementation = _compiles_impl,
    doc = "A file that is always the same, made once all of a submission compiles.",
    attrs = {
        "compiled": attr.label_list(allow_files = True),
        "stamp": attr.output(),
    },
)

def _trained_impl(ctx):
    args = ctx.actions.args()
    args.add(ctx.executable.trainer, format = "--trainer=%s")
    args.add_all(ctx.files.allowed, format_each = "--allowed=%s")
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
        inputs = ctx.files.allowed + [ctx.file.compiles, ctx.file.images, ctx.file.labels],
        tools = [ctx.executable.trainer],
        outputs = [ctx.outputs.weights, ctx.outputs.report, ctx.outputs.log],
        mnemonic = "Train",
        progress_message = "Training %s" % ctx.attr.submission,
    )

trained = rule(
    implementation = _trained_impl,
    doc = "A submission's weights: its trainer, run in the sandbox.",
    attrs = {
        "submission": attr.string(),
        "trainer": attr.label(executable = True, cfg = here_transition),
        # "yes" or "no" of the inspection and of every object.
        "allowed": attr.label_list(allow_files = True),
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

def _attempt_digest_impl(ctx):
    args = ctx.actions.args()
    args.add(ctx.outputs.out)
    args.add_all(ctx.files.files)
    ctx.actions.run(
        executable = ctx.executable._digest_main,
        arguments = [args],
        inputs = ctx.files.files,
        outputs = [ctx.outputs.out],
        mnemonic = "AttemptDigest",
    )

attempt_digest = rule(
    implementation = _attempt_digest_impl,
    doc = "The digest of all files that were handed in, BUILD with them.",
    attrs = {
        "files": attr.label_list(allow_files = True, allow_empty = False),
        "out": attr.output(),
        "_digest_main": attr.label(
            default = "//grader/attempt:digest_main",
            executable = True,
            cfg = here_transition,
        ),
        "_allowlist_function_transition": EMULATED_ATTRS["_allowlist_function_transition"],
    },
)

def _field(name, value):
    return '%s: "%s"' % (name, value)

def _contest(ctx):
    """The contest's file, and every file that a grading needs."""
    grader = ctx.files._grader[0]
    echo_worker = ctx.files._echo_worker[0]
    files = [ctx.file.spec, ctx.file.inspection, ctx.file.digest, echo_worker, grader]
    compilations = ctx.files.model_compilations + ctx.files.train_compilations
    files += compilations + ctx.files.held_out
    contest = [
        _field("submission", ctx.attr.submission),
        _field("spec", ctx.file.spec.short_path),
        _field("inspection", ctx.file.inspection.short_path),
        _field("digest", ctx.file.digest.short_path),
    ] + [
        _field("compilations", f.short_path)
        for f in compilations
    ] + [
        _field("held_out", f.short_path)
        for f in ctx.files.held_out
    ] + [
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
        "training_images": ctx.files.training_images,
        "training_labels": ctx.files.training_labels,
    }
    for i, task in enumerate(ctx.attr.tasks):
        contest.append("entries {")
        for name, column in columns.items():
            contest.append("  " + _field(name, column[i].short_path))
            files.append(column[i])
        sums = [TASKS[task].images_sha256, TASKS[task].labels_sha256]
        contest.append("  " + _field("images_sha256", ctx.attr.images_sha256 or sums[0]))
        contest.append("  " + _field("labels_sha256", sums[1]))
        contest += [
            "  " + _field("fresh", f.short_path)
            for of, f in zip(ctx.attr.fresh_of, ctx.files.fresh)
            if of == task
        ]
        contest.append("}")
    contest_file = ctx.actions.declare_file(ctx.label.name + ".textproto")
    ctx.actions.write(contest_file, "\n".join(contest) + "\n")
    return contest_file, files + ctx.files.fresh + ctx.files.data + [contest_file]

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
        "digest": attr.label(allow_single_file = True),
        # What was found in objects, and what they carry: of those that the
        # worker and the trainer were linked of, each where it runs.
        "model_compilations": attr.label_list(allow_files = True, cfg = cfg),
        "train_compilations": attr.label_list(allow_files = True, cfg = here_transition),
        "_allowlist_function_transition": EMULATED_ATTRS["_allowlist_function_transition"],
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
        # A part of the training split.
        "training_images": attr.label_list(allow_files = True),
        "training_labels": attr.label_list(allow_files = True),
        # What makes samples that no split holds, a file each, and for each the
        # task that it is of.
        "fresh": attr.label_list(allow_files = True),
        "fresh_of": attr.string_list(),
        # Instead of the pinned one: for a test of what happens then.
        "images_sha256": attr.string(),
        # Further files that it reads.
        "data": attr.label_list(allow_files = True),
        # Samples of the course's own.
        "held_out": attr.label_list(
            default = ["//categories/tasks:held_out"],
            allow_files = True,
        ),
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
    attrs = _grade_attrs(pi_transition),
)
