"""How a submission is declared, built, trained and graded.

    load("//grader:defs.bzl", "olympics_submission")

    olympics_submission(
        name = "alice_chen",
        categories = ["speed_demon"],
    )
"""

# The categories that exist; each is a folder of //categories.
CATEGORIES = ["speed_demon"]

# What training may use, the same for everybody.
_TRAINING_CPU_SECONDS = 900
_TRAINING_MEMORY_MIB = 2048

_DEFAULT_DEPS = [
    "//tinytorch/activations",
    "//tinytorch/autograd",
    "//tinytorch/dataloader",
    "//tinytorch/layers",
    "//tinytorch/losses",
    "//tinytorch/optimizers",
    "//tinytorch/spatial",
    "//tinytorch/tensor",
    "//tinytorch/training",
]

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

_BASELINE = "//submissions/baseline:baseline"

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
    args.add_all(ctx.files.stubs, format_each = "--stub=%s", uniquify = False)
    args.add_all(ctx.outputs.outs, format_each = "--out=%s")
    args.add("--")
    args.add_all(ctx.files.srcs)
    ctx.actions.run(
        executable = ctx.executable._inspector,
        arguments = [args],
        inputs = ctx.files.srcs + ctx.files.stubs,
        outputs = ctx.outputs.outs + [ctx.outputs.report, ctx.outputs.allowed],
        mnemonic = "Inspect",
        progress_message = "Inspecting %s" % ctx.attr.submission,
    )

_inspected = rule(
    implementation = _inspected_impl,
    doc = "Copies of a submission's sources, or stubs where they are refused.",
    attrs = {
        "srcs": attr.label_list(allow_files = True),
        "stubs": attr.label_list(allow_files = True),
        "outs": attr.output_list(),
        "report": attr.output(),
        # "yes" or "no", apart from the report: a change to the model alone then
        # leaves the training's inputs as they were.
        "allowed": attr.output(),
        "deps": attr.label_list(),
        "submission": attr.string(),
        "_inspector": attr.label(
            default = "//grader/inspect:inspect_main",
            executable = True,
            cfg = "exec",
        ),
    },
)

def _trained_impl(ctx):
    args = ctx.actions.args()
    args.add(ctx.executable.trainer, format = "--trainer=%s")
    args.add(ctx.file.allowed, format = "--allowed=%s")
    args.add(ctx.file._images, format = "--images=%s")
    args.add(ctx.file._labels, format = "--labels=%s")
    args.add(ctx.outputs.weights, format = "--weights=%s")
    args.add(ctx.outputs.report, format = "--report=%s")
    args.add("--cpu_seconds=%d" % ctx.attr.cpu_seconds)
    args.add("--memory_mib=%d" % _TRAINING_MEMORY_MIB)
    ctx.actions.run(
        executable = ctx.executable._runner,
        arguments = [args],
        inputs = [ctx.file.allowed, ctx.file._images, ctx.file._labels],
        tools = [ctx.executable.trainer],
        outputs = [ctx.outputs.weights, ctx.outputs.report],
        mnemonic = "Train",
        progress_message = "Training %s" % ctx.attr.submission,
    )

_trained = rule(
    implementation = _trained_impl,
    doc = "A submission's weights: its trainer, run in the sandbox.",
    attrs = {
        "submission": attr.string(),
        "trainer": attr.label(executable = True, cfg = "exec"),
        "allowed": attr.label(allow_single_file = True),
        "weights": attr.output(),
        "report": attr.output(),
        "cpu_seconds": attr.int(),
        "_runner": attr.label(
            default = "//grader/train:train_runner",
            executable = True,
            cfg = "exec",
        ),
        "_images": attr.label(
            default = "//third_party/fashion_mnist:train-images-idx3-ubyte",
            allow_single_file = True,
        ),
        "_labels": attr.label(
            default = "//third_party/fashion_mnist:train-labels-idx1-ubyte",
            allow_single_file = True,
        ),
    },
)

def _grade_test_impl(ctx):
    files = {
        "spec": ctx.file.spec,
        "inspection": ctx.file.inspection,
        "training": ctx.file.training,
        "worker": ctx.executable.worker,
        "weights": ctx.file.weights,
        "baseline_worker": ctx.executable.baseline_worker,
        "baseline_weights": ctx.file.baseline_weights,
        "echo_worker": ctx.executable._echo_worker,
        "images": ctx.file._images,
        "labels": ctx.file._labels,
    }
    tool = ctx.executable.tool if ctx.attr.tool else ctx.executable._grader
    lines = [
        "#!/bin/sh",
        'cd "${TEST_SRCDIR:-$0.runfiles}/%s" || exit 1' % ctx.workspace_name,
        "exec %s %s --submission=%s %s \"$@\"" % (
            tool.short_path,
            " ".join(ctx.attr.tool_args),
            ctx.attr.submission,
            " ".join(["--%s=%s" % (k, f.short_path) for k, f in files.items()]),
        ),
    ]
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "\n".join(lines) + "\n", is_executable = True)
    return [DefaultInfo(
        executable = script,
        runfiles = ctx.runfiles(files = files.values() + [tool, ctx.executable._grader]),
    )]

grade_test = rule(
    implementation = _grade_test_impl,
    doc = "Grades one submission in one category. For olympics_submission and tests.",
    test = True,
    attrs = {
        "submission": attr.string(),
        "spec": attr.label(allow_single_file = True),
        "inspection": attr.label(allow_single_file = True),
        "training": attr.label(allow_single_file = True),
        "worker": attr.label(executable = True, cfg = "target"),
        "weights": attr.label(allow_single_file = True),
        "baseline_worker": attr.label(
            default = _BASELINE + "_worker",
            executable = True,
            cfg = "target",
        ),
        "baseline_weights": attr.label(
            default = _BASELINE + "_weights.safetensors",
            allow_single_file = True,
        ),
        # Instead of the grader: a test of it.
        "tool": attr.label(executable = True, cfg = "target"),
        "tool_args": attr.string_list(),
        "_grader": attr.label(
            default = "//grader:grade",
            executable = True,
            cfg = "target",
        ),
        "_echo_worker": attr.label(
            default = "//grader/worker:echo_worker",
            executable = True,
            cfg = "target",
        ),
        "_images": attr.label(
            default = "//third_party/fashion_mnist:t10k-images-idx3-ubyte",
            allow_single_file = True,
        ),
        "_labels": attr.label(
            default = "//third_party/fashion_mnist:t10k-labels-idx1-ubyte",
            allow_single_file = True,
        ),
    },
)

def _check_attributes(name, categories, sources, copts):
    where = "//%s:BUILD" % native.package_name()
    if type(categories) != "list" or not categories:
        fail("%s: categories must be a list with at least one of %s" %
             (where, ", ".join(CATEGORIES)))
    for category in categories:
        if category not in CATEGORIES:
            fail("%s: there is no category %r; there are %s" %
                 (where, category, ", ".join(CATEGORIES)))
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
    for source in sources:
        if "/" in source or ":" in source:
            fail("%s: %r must be a file of this folder, by its plain name" % (where, source))
        if not native.glob([source], allow_empty = True):
            fail("%s: the file %s is missing from this folder" % (where, source))
    if len({s: None for s in sources}) != len(sources):
        fail("%s: a file is listed twice in %s" % (where, sources))

def submission_targets(
        name,
        model,
        train,
        hdrs,
        benchmark,
        deps = _DEFAULT_DEPS,
        copts = [],
        cpu_seconds = _TRAINING_CPU_SECONDS,
        tags = [],
        testonly = False):
    """Everything of a submission but its grade tests; see olympics_submission."""
    stub = "//grader/inspect:refused_"
    stubs = {s: stub + "empty.cc" for s in model + train + hdrs}
    stubs[model[0]] = stub + "model.cc"
    stubs[train[0]] = stub + "train.cc"
    if benchmark:
        stubs[benchmark] = stub + "benchmark.cc"
    out = {s: "%s_inspected/%s" % (name, s.split(":")[-1]) for s in stubs}
    headers = [out[h] for h in hdrs]

    # Static programs know nothing of a sanitizer's run time.
    static_tags = tags + ["no_sanitizer"]

    # A student's warnings are the student's.
    options = ["-O3", "-Wno-error"] + [c for c in copts if not c.startswith("-march=")]
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
    native.cc_binary(
        name = name + "_worker",
        features = ["fully_static_link"],
        linkopts = ["-static"],
        linkstatic = True,
        tags = static_tags,
        testonly = testonly,
        visibility = ["//visibility:public"],
        deps = [
            "//grader/worker:worker_main",
            ":" + name + "_model",
        ],
    )
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
    native.cc_binary(
        name = name + "_trainer",
        features = ["fully_static_link"],
        linkopts = ["-static"],
        linkstatic = True,
        tags = static_tags,
        testonly = testonly,
        deps = [
            "//grader/train:train_main",
            ":" + name + "_train",
        ],
    )
    _trained(
        name = name + "_training",
        submission = name,
        trainer = ":" + name + "_trainer",
        allowed = name + "_inspection.allowed",
        weights = name + "_weights.safetensors",
        report = name + "_training.textproto",
        cpu_seconds = cpu_seconds,
        tags = static_tags,
        testonly = testonly,
        visibility = ["//visibility:public"],
    )
    if benchmark:
        native.cc_binary(
            name = "run_benchmark",
            srcs = [out[benchmark]] + headers,
            args = ["$(location %s_weights.safetensors)" % name],
            copts = options,
            data = [name + "_weights.safetensors"],
            tags = static_tags,
            testonly = testonly,
            deps = deps + [
                "//grader/contract:benchmark",
                ":" + name + "_model",
            ],
        )

def submission_grade(name, submission, category, **kwargs):
    """One grade test of the submission `submission` of this package."""
    tags = kwargs.pop("tags", [])
    grade_test(
        name = name,
        submission = submission,
        spec = kwargs.pop("spec", "//categories/%s:spec.textproto" % category),
        inspection = submission + "_inspection.textproto",
        training = submission + "_training.textproto",
        worker = submission + "_worker",
        weights = kwargs.pop("weights", submission + "_weights.safetensors"),
        # Timed tests never run side by side, and need the real machine.
        tags = tags + ["exclusive", "no_sanitizer"],
        size = "medium",
        timeout = "long",
        **kwargs
    )

def olympics_submission(
        name,
        categories,
        model = ["model.cc"],
        train = ["train.cc"],
        hdrs = [],
        benchmark = "run_benchmark.cc",
        deps = _DEFAULT_DEPS,
        copts = []):
    """A submission: this folder's sources, inspected, trained, built and graded.

    Makes, for a submission "x": x_inspection (findings), x_training (the weights,
    trained in the sandbox), x_worker (model and grader's main, static),
    run_benchmark (the student's own measuring), one test x_<category> for each
    category entered, and the test suite "grade" of them all.

    Args:
      name: the submission's name on the leaderboard; also its folder's.
      categories: the categories it enters, such as "speed_demon".
      model: sources of the model; the first defines olympics::CreateModel.
      train: sources of the training; the first defines olympics::Train.
      hdrs: headers of this folder, included by their plain names.
      benchmark: the student's own measuring program.
      deps: parts of TinyTorch, //tinytorch/...; nothing else is allowed.
      copts: compiler options, from a list of those allowed.
    """
    _check_attributes(
        name,
        categories,
        model + train + hdrs + [benchmark, "README.md"],
        copts,
    )
    submission_targets(name, model, train, hdrs, benchmark, deps, copts)
    for category in categories:
        submission_grade(
            name = name + "_" + category,
            submission = name,
            category = category,
        )
    native.test_suite(
        name = "grade",
        tags = ["no_sanitizer"],
        tests = [":%s_%s" % (name, c) for c in categories],
        visibility = ["//visibility:public"],
    )
