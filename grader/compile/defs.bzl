"""Compiling and linking of submissions, in the sandbox.

A compiler that reads what a student wrote sees the toolchain, the headers of
TinyTorch and the C++ library, and the submission's inspected files; a linker
sees objects and archives. See compile_main.cc.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")
load("//toolchains:pi.bzl", "here_transition")
load("//toolchains/board:defs.bzl", "EMULATED_ATTRS")

_CC_ATTRS = {
    "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
}

_CC = ["@bazel_tools//tools/cpp:toolchain_type"]

_TOOL_ATTRS = dict(_CC_ATTRS, **{
    "_compile": attr.label(
        default = "//grader/compile:compile_main",
        executable = True,
        cfg = here_transition,
    ),
    "_root": attr.label(default = "//grader/compile:root"),
    "_allowlist_function_transition": EMULATED_ATTRS["_allowlist_function_transition"],
})

# What stands in for sources and objects that are refused, as an attribute.
STUBS = attr.label_list(
    allow_files = True,
    default = [
        "//grader/inspect:refused_%s.cc" % kind
        for kind in ["benchmark", "empty", "model", "train"]
    ],
)

def stubs_of(ctx):
    """The files of ctx.attr.stubs, kinds such as "model", from the STUBS."""
    stubs = {f.basename: f for f in ctx.files._stubs}
    return [stubs["refused_%s.cc" % kind] for kind in ctx.attr.stubs]

# Bazel's would lay out the root's two thousand files for each action anew; what
# reads students' files is in a sandbox of ours.
_OWN_SANDBOX = {"no-sandbox": "1"}

def _gcc(ctx):
    """The toolchain, what it is asked for, and the path of its driver."""
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    driver = cc_common.get_tool_for_action(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_compile,
    )
    return toolchain, features, driver

def _compile_options(ctx, toolchain, features, copts):
    fragment = ctx.fragments.cpp
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_compile,
        variables = cc_common.create_compile_variables(
            feature_configuration = features,
            cc_toolchain = toolchain,
            user_compile_flags = fragment.copts + fragment.cxxopts + copts,
        ),
    )

def _link_options(toolchain, features, words):
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_link_executable,
        variables = cc_common.create_link_variables(
            feature_configuration = features,
            cc_toolchain = toolchain,
            is_static_linking_mode = True,
            user_link_flags = words,
        ),
    )

def _libraries(deps):
    """Archives and linker options of all deps, as words, and the files."""
    words = []
    files = []
    for dep in deps:
        for linked in dep[CcInfo].linking_context.linker_inputs.to_list():
            for library in linked.libraries:
                archive = library.static_library or library.pic_static_library
                if not archive:
                    fail("%s has no static library" % linked.owner)
                files.append(archive)
                word = "@" + archive.path
                if library.alwayslink:
                    words += ["-Wl,--whole-archive", word, "-Wl,--no-whole-archive"]
                else:
                    words.append(word)
            words += linked.user_link_flags
    return words, files

def _root_impl(ctx):
    toolchain, features, driver = _gcc(ctx)
    root = ctx.actions.declare_directory(ctx.label.name)
    words, _ = _libraries(ctx.attr.linked)
    args = ctx.actions.args()
    args.add(root.path)
    args.add(driver)
    args.add_all(_compile_options(ctx, toolchain, features, []))
    args.add("--")
    args.add_all(_link_options(toolchain, features, [w for w in words if w.startswith("-l")]))
    args.add("--")
    args.add_all(ctx.files.headers)
    ctx.actions.run(
        executable = ctx.executable._make_root,
        arguments = [args],
        inputs = depset(ctx.files.headers, transitive = [toolchain.all_files]),
        outputs = [root],
        mnemonic = "CompilerRoot",
        progress_message = "Making the compiler's root",
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([root]), runfiles = ctx.runfiles([root]))]

compiler_root = rule(
    implementation = _root_impl,
    doc = "What a compiler sees that reads submissions: see make_root.sh.",
    attrs = dict(_CC_ATTRS, **{
        # Lists of headers, in quotes.
        "headers": attr.label_list(allow_files = True),
        # Whose system libraries submissions are linked with.
        "linked": attr.label_list(providers = [CcInfo]),
        "_make_root": attr.label(
            default = "//grader/compile:make_root",
            executable = True,
            cfg = "exec",
        ),
    }),
    fragments = ["cpp"],
    toolchains = _CC,
)

def _objects_impl(ctx):
    toolchain, features, driver = _gcc(ctx)
    root = ctx.files._root[0]
    args = ctx.actions.args()
    args.add("compile")
    args.add("--toolchain=%s/programs" % root.path)
    args.add("--driver=" + driver)
    args.add("--package=" + ctx.label.package)
    args.add(ctx.outputs.report, format = "--report=%s")
    args.add(ctx.outputs.allowed, format = "--allowed=%s")
    if ctx.attr.unjudged:
        args.add("--unjudged")
    args.add_all(ctx.files.srcs, format_each = "--source=%s")
    args.add_all(
        stubs_of(ctx),
        format_each = "--stub=%s",
        uniquify = False,
    )
    args.add_all(ctx.outputs.objects, format_each = "--object=%s")
    args.add_all(ctx.files.specs, format_each = "--spec=%s")

    # Names within the package: the copies' folder is one of it.
    prefix = ctx.label.package + "/"
    own = ctx.files.srcs + ctx.files.hdrs + ctx.files.originals
    for file in own:
        args.add("--own=%s=%s" % (file.path, file.short_path[len(prefix):]))
    headers = depset(transitive = [
        dep[CcInfo].compilation_context.headers
        for dep in ctx.attr.deps
    ])
    for file in headers.to_list():
        args.add("--header=%s=%s" % (file.path, file.short_path))
    args.add("--")
    args.add_all(_compile_options(ctx, toolchain, features, ctx.attr.copts))
    ctx.actions.run(
        executable = ctx.executable._compile,
        arguments = [args],
        inputs = depset(
            own + ctx.files._stubs + ctx.files.specs + [root],
            transitive = [headers, toolchain.all_files],
        ),
        outputs = ctx.outputs.objects + [ctx.outputs.report, ctx.outputs.allowed],
        mnemonic = "CompileSubmission",
        execution_requirements = _OWN_SANDBOX,
        progress_message = "Compiling %s" % ctx.label,
    )

submission_objects = rule(
    implementation = _objects_impl,
    doc = "Objects of a submission's sources, or of stubs where an object is refused.",
    attrs = dict(_TOOL_ATTRS, **{
        # Inspected copies, and what stands in for each: "model", "train", ...
        "srcs": attr.label_list(allow_files = True),
        "stubs": attr.string_list(),
        "hdrs": attr.label_list(allow_files = True),
        # What students call them: the compiler quotes their lines.
        "originals": attr.label_list(allow_files = True),
        "deps": attr.label_list(providers = [CcInfo]),
        "copts": attr.string_list(),
        # Of the categories entered: what is too much for all of them is refused.
        "specs": attr.label_list(allow_files = True),
        # Whether it may call anything: what is never graded.
        "unjudged": attr.bool(),
        "objects": attr.output_list(),
        "report": attr.output(),
        "allowed": attr.output(),
        "_stubs": STUBS,
    }),
    fragments = ["cpp"],
    toolchains = _CC,
)

def _program_impl(ctx):
    toolchain, features, driver = _gcc(ctx)
    root = ctx.files._root[0]
    program = ctx.actions.declare_file(ctx.label.name)
    words, archives = _libraries(ctx.attr.deps)
    words = ["@" + o.path for o in ctx.files.objects] + words + [
        # Whatever an object asks for: no memory is both written and run.
        "-Wl,-z,noexecstack",
    ]
    args = ctx.actions.args()
    args.add("link")
    args.add("--toolchain=%s/programs" % root.path)
    args.add("--driver=" + driver)
    args.add("--package=" + ctx.label.package)
    args.add(program, format = "--program=%s")
    args.add("--")
    args.add_all(_link_options(toolchain, features, words))
    ctx.actions.run(
        executable = ctx.executable._compile,
        arguments = [args],
        inputs = depset(
            ctx.files.objects + archives + [root],
            transitive = [toolchain.all_files],
        ),
        outputs = [program],
        mnemonic = "LinkSubmission",
        execution_requirements = _OWN_SANDBOX,
        progress_message = "Linking %s" % ctx.label,
    )
    return [DefaultInfo(executable = program, files = depset([program]))]

submission_program = rule(
    implementation = _program_impl,
    doc = "A static program of a submission's objects, for the sandbox to run.",
    executable = True,
    attrs = dict(_TOOL_ATTRS, **{
        "objects": attr.label_list(allow_files = True),
        "deps": attr.label_list(providers = [CcInfo]),
    }),
    fragments = ["cpp"],
    toolchains = _CC,
)
