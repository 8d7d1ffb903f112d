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

load("//toolchains:pi.bzl", "here_transition", "pi_transition")

# Of wall time, on a slow machine.
_SECONDS = {
    "small": 55,
    "medium": 280,
    "large": 850,
    "enormous": 3500,
}

# For rules with a program for an emulated board: see emulated().
EMULATED_ATTRS = {
    "init": attr.label(
        allow_single_file = True,
        cfg = pi_transition,
        default = "//toolchains/board:init",
    ),
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
    # Of this machine, whatever the rest is built for.
    "_cache_plugin": attr.label(
        allow_single_file = True,
        cfg = here_transition,
        default = "//toolchains/board:cache_plugin",
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
}

def board_listing(ctx, files):
    """A file with a line "from<tab>to" for each file, `to` as in runfiles."""
    listing = ctx.actions.declare_file(ctx.label.name + ".files")
    lines = {f.path + "\t" + f.short_path + "\n": None for f in files}
    ctx.actions.write(listing, "".join(lines.keys()))
    return listing

def _initramfs(ctx, arguments, listing, files, below):
    """A board's root, <name>.cpio: `files`, as `listing` says, below that folder."""
    out = ctx.actions.declare_file(ctx.label.name + ".cpio")
    init = ctx.file.init
    ctx.actions.run(
        executable = ctx.executable._make_initramfs,
        arguments = [out.path, init.path, arguments.path, listing.path, below],
        inputs = files + [init, arguments, listing],
        outputs = [out],
        mnemonic = "Initramfs",
        progress_message = "Packing a board for %s" % ctx.label,
        use_default_shell_env = True,
    )
    return out

def emulated(ctx, files, command, seconds, kernel_arguments = "", instructions = False):
    """What a test rule returns whose command runs on an emulated board.

    Args:
      ctx: of a rule with EMULATED_ATTRS.
      files: what is there, below /board/run, by their short paths.
      command: list of strings, the first a short path.
      seconds: of wall time, until the board is given up.
      kernel_arguments: for the kernel, in one string.
      instructions: whether the board's time is a count of instructions, beside
        which it is said what its caches would cost.

    Returns:
      a DefaultInfo.
    """
    arguments = ctx.actions.declare_file(ctx.label.name + ".arguments")
    ctx.actions.write(arguments, "\n".join(["./" + command[0]] + command[1:]) + "\n")
    listing = board_listing(ctx, files)
    initramfs = _initramfs(ctx, arguments, listing, files, "/board/run")
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "#!/bin/bash\nexec '{}' '{}' '{}' {} '{}' '{}'\n".format(
        ctx.file._run_board.short_path,
        ctx.file._kernel.short_path,
        initramfs.short_path,
        seconds,
        kernel_arguments,
        ctx.file._cache_plugin.short_path if instructions else "",
    ), is_executable = True)
    needed = [initramfs, ctx.file._kernel, ctx.file._run_board]
    if instructions:
        needed.append(ctx.file._cache_plugin)
    return DefaultInfo(executable = script, runfiles = ctx.runfiles(files = needed))

def _files_of(program):
    info = program[DefaultInfo]
    return info.default_runfiles.files.to_list() + [info.files_to_run.executable]

def _board_test_impl(ctx):
    program = ctx.attr.program[0]
    executable = program[DefaultInfo].files_to_run.executable
    return [emulated(
        ctx,
        _files_of(program),
        [executable.short_path] + ctx.attr.arguments,
        ctx.attr.seconds,
        ctx.attr.kernel_arguments,
        instructions = ctx.attr.instructions,
    )]

_board_test = rule(
    implementation = _board_test_impl,
    attrs = dict(EMULATED_ATTRS, **{
        "arguments": attr.string_list(),
        "instructions": attr.bool(),
        "kernel_arguments": attr.string(),
        "program": attr.label(
            cfg = pi_transition,
            executable = True,
            mandatory = True,
        ),
        "seconds": attr.int(mandatory = True),
    }),
    test = True,
)

def board_archive(ctx, files, archive):
    """Packs files into a .tar.gz, by their short paths; the same give the same."""
    listing = board_listing(ctx, files)
    ctx.actions.run_shell(
        inputs = files + [listing],
        outputs = [archive],
        arguments = [listing.path, archive.path],
        command = """
          set -eu
          root=$(mktemp -d)
          trap 'rm -rf "$root"' EXIT
          while IFS='	' read -r from to; do
            mkdir -p "$root/$(dirname "$to")"
            cp -L "$from" "$root/$to"
          done < "$1"
          chmod -R u+w,go+rX,go-w "$root"
          tar --create --directory "$root" --sort=name --mtime=@0 \\
            --owner=0 --group=0 --numeric-owner . | gzip -n -1 > "$2"
        """,
        mnemonic = "BoardArchive",
        progress_message = "Packing %s" % archive.short_path,
    )

def _board_package_impl(ctx):
    archive = ctx.actions.declare_file(ctx.label.name + ".tar.gz")
    files = []
    for program in ctx.attr.programs:
        files += _files_of(program)
    board_archive(ctx, files, archive)
    return [DefaultInfo(
        files = depset([archive]),
        runfiles = ctx.runfiles(files = [archive]),
    )]

board_package = rule(
    implementation = _board_package_impl,
    doc = "Programs built for the board, with their runfiles, as <name>.tar.gz.",
    attrs = {
        "programs": attr.label_list(cfg = pi_transition),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
)

def _full_board_impl(ctx):
    arguments = ctx.actions.declare_file(ctx.label.name + ".arguments")
    ctx.actions.write(arguments, "/bin/busybox\nsh\n/board/start.sh\n")
    listing = ctx.actions.declare_file(ctx.label.name + ".files")
    lines = [ctx.file.start.path + "\tboard/start.sh\n"]
    for f in ctx.files.root:
        # Below the folder of the repository that they come from.
        lines.append(f.path + "\t" + f.short_path.split("/", 2)[2] + "\n")
    ctx.actions.write(listing, "".join(lines))
    out = _initramfs(ctx, arguments, listing, ctx.files.root + [ctx.file.start], "/")
    return [DefaultInfo(
        files = depset([out]),
        runfiles = ctx.runfiles(files = [out]),
    )]

full_board = rule(
    implementation = _full_board_impl,
    doc = "The full emulated board's root, <name>.cpio.",
    attrs = {
        "init": EMULATED_ATTRS["init"],
        "root": attr.label(allow_files = True),
        "start": attr.label(allow_single_file = True),
        "_allowlist_function_transition": EMULATED_ATTRS["_allowlist_function_transition"],
        "_make_initramfs": EMULATED_ATTRS["_make_initramfs"],
    },
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
