"""Tests that run on an emulated board.

    board_test(
        name = "corpus_board_test",
        size = "large",
        program = ":corpus_test",   # built for aarch64, with its data
        args = ["--gtest_filter=-*Slow*"],
    )

Each boots a Debian arm64 kernel afresh under qemu-system-aarch64, with the
program's runfiles as the root's /board/run, cgroup v2 and an empty /tmp.
"""

load("//toolchains:pi.bzl", "pi_transition")

# Of wall time, on a slow machine.
_SECONDS = {
    "small": 55,
    "medium": 280,
    "large": 850,
    "enormous": 3500,
}

def _board_program_impl(ctx):
    program = ctx.attr.program[0]
    executable = program[DefaultInfo].files_to_run.executable
    files = program[DefaultInfo].default_runfiles.files.to_list()
    arguments = ctx.actions.declare_file(ctx.label.name + ".arguments")
    ctx.actions.write(
        arguments,
        "\n".join(["./" + executable.short_path] + ctx.attr.arguments) + "\n",
    )
    listing = ctx.actions.declare_file(ctx.label.name + ".files")
    ctx.actions.write(listing, "".join([
        f.path + "\t" + f.short_path + "\n"
        for f in files + [executable]
    ]))
    initramfs = ctx.actions.declare_file(ctx.label.name + ".cpio")
    init = ctx.file.init
    ctx.actions.run(
        executable = ctx.executable._make_initramfs,
        arguments = [initramfs.path, init.path, arguments.path, listing.path],
        inputs = files + [executable, init, arguments, listing],
        outputs = [initramfs],
        mnemonic = "Initramfs",
        progress_message = "Packing a board for %s" % ctx.label,
        use_default_shell_env = True,
    )
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "#!/bin/bash\nexec '{}' '{}' '{}' {} '{}'\n".format(
        ctx.file._run_board.short_path,
        ctx.file._kernel.short_path,
        initramfs.short_path,
        ctx.attr.seconds,
        ctx.attr.kernel_arguments,
    ), is_executable = True)
    return [DefaultInfo(
        executable = script,
        runfiles = ctx.runfiles(files = [
            initramfs,
            ctx.file._kernel,
            ctx.file._run_board,
        ]),
    )]

_board_test = rule(
    implementation = _board_program_impl,
    attrs = {
        "arguments": attr.string_list(),
        "init": attr.label(
            allow_single_file = True,
            cfg = pi_transition,
            default = "//toolchains/board:init",
        ),
        "kernel_arguments": attr.string(),
        "program": attr.label(
            cfg = pi_transition,
            executable = True,
            mandatory = True,
        ),
        "seconds": attr.int(mandatory = True),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
        "_kernel": attr.label(
            allow_single_file = True,
            default = "@debian_linux_arm64//:vmlinuz",
        ),
        "_make_initramfs": attr.label(
            cfg = "exec",
            default = "//toolchains/board:make_initramfs",
            executable = True,
        ),
        "_run_board": attr.label(
            allow_single_file = True,
            default = "//toolchains/board:run_board",
        ),
    },
    test = True,
)

def board_test(name, program, args = [], size = "medium", **kwargs):
    """A test that runs `program` with `args` on an emulated board."""
    _board_test(
        name = name,
        arguments = args,
        program = program,
        seconds = _SECONDS[size],
        size = size,
        **kwargs
    )
