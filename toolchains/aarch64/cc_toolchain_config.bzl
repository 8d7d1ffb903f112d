"""Debian's cross GCC for aarch64, tuned for the Raspberry Pi 4B's Cortex-A72."""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "feature",
    "flag_group",
    "flag_set",
    "tool_path",
)

_PREFIX = "/usr/bin/aarch64-linux-gnu-"

_COMPILE = [
    ACTION_NAMES.c_compile,
    ACTION_NAMES.cpp_compile,
    ACTION_NAMES.assemble,
    ACTION_NAMES.preprocess_assemble,
    ACTION_NAMES.cpp_header_parsing,
]

_LINK = [
    ACTION_NAMES.cpp_link_executable,
    ACTION_NAMES.cpp_link_dynamic_library,
    ACTION_NAMES.cpp_link_nodeps_dynamic_library,
]

def _always(name, actions, flags):
    return feature(
        name = name,
        enabled = True,
        flag_sets = [flag_set(
            actions = actions,
            flag_groups = [flag_group(flags = flags)],
        )],
    )

def _impl(ctx):
    tools = {
        "ar": "ar",
        "cpp": "cpp",
        "gcc": "gcc",
        "gcov": "gcov",
        "ld": "ld",
        "nm": "nm",
        "objcopy": "objcopy",
        "objdump": "objdump",
        "strip": "strip",
    }
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        toolchain_identifier = "aarch64-linux-gnu",
        host_system_name = "x86_64-linux-gnu",
        target_system_name = "aarch64-linux-gnu",
        target_cpu = "aarch64",
        target_libc = "glibc",
        compiler = "gcc",
        abi_version = "aarch64",
        abi_libc_version = "glibc",
        tool_paths = [
            tool_path(name = name, path = _PREFIX + program)
            for name, program in tools.items()
        ],
        cxx_builtin_include_directories = [
            "/usr/aarch64-linux-gnu/include",
            "/usr/include",
            "/usr/lib/gcc-cross/aarch64-linux-gnu",
        ],
        features = [
            feature(name = "supports_pic", enabled = True),
            _always("compile_flags", _COMPILE, [
                "-O2",
                "-mcpu=cortex-a72",
                "-DNDEBUG",
                "-D_FORTIFY_SOURCE=1",
                "-fstack-protector",
                "-ffunction-sections",
                "-fdata-sections",
                "-fno-omit-frame-pointer",
                "-Wno-psabi",
                # The same inputs give the same file.
                "-no-canonical-prefixes",
                "-fno-canonical-system-headers",
                "-Wno-builtin-macro-redefined",
                "-D__DATE__=\"redacted\"",
                "-D__TIMESTAMP__=\"redacted\"",
                "-D__TIME__=\"redacted\"",
            ]),
            _always("link_flags", _LINK, [
                "-no-canonical-prefixes",
                "-Wl,-z,relro,-z,now",
                "-Wl,--gc-sections",
                # Nothing on the board is counted on.
                "-static",
            ]),
            feature(name = "cxx_libraries", enabled = True, flag_sets = [flag_set(
                actions = _LINK,
                flag_groups = [flag_group(flags = ["-lstdc++", "-lm"])],
            )]),
        ],
    )

cc_toolchain_config = rule(
    implementation = _impl,
    provides = [CcToolchainConfigInfo],
)
