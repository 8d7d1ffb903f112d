"""Attack programs: static, small, and run only in a sandbox."""

# Calls that no policy lists, each a program of its own: its name is the call's.
CALLS = [
    "acct",
    "add_key",
    "adjtimex",
    "bpf",
    "capset",
    "clock_settime",
    "fanotify_init",
    "fsopen",
    "init_module",
    "inotify_init1",
    "io_setup",
    "io_uring_setup",
    "ioprio_set",
    "kcmp",
    "kexec_load",
    "keyctl",
    "mq_open",
    "msgget",
    "name_to_handle_at",
    "open_by_handle_at",
    "perf_event_open",
    "personality",
    "pidfd_getfd",
    "pidfd_open",
    "pidfd_send_signal",
    "pivot_root",
    "process_madvise",
    "reboot",
    "request_key",
    "rt_sigqueueinfo",
    "seccomp",
    "semget",
    "setns",
    "setpriority",
    "setsid",
    "shmget",
    "splice",
    "swapon",
    "syslog",
    "timer_create",
    "umount2",
    "userfaultfd",
    "vmsplice",
]

# Those that only x86-64 has; elsewhere the program says so.
X86_CALLS = [
    "iopl",
    "modify_ldt",
]

# Name: family and type.
SOCKETS = {
    "socket_alg": ("AF_ALG", "SOCK_SEQPACKET"),
    "socket_bluetooth": ("AF_BLUETOOTH", "SOCK_RAW"),
    "socket_inet": ("AF_INET", "SOCK_STREAM"),
    "socket_inet6": ("AF_INET6", "SOCK_DGRAM"),
    "socket_netlink": ("AF_NETLINK", "SOCK_RAW"),
    "socket_packet": ("AF_PACKET", "SOCK_RAW"),
    "socket_unix": ("AF_UNIX", "SOCK_STREAM"),
    "socket_vsock": ("AF_VSOCK", "SOCK_STREAM"),
}

def attack(name, src = None, defines = []):
    """One attack program."""
    native.cc_binary(
        name = name,
        srcs = [src or name + ".cc"],
        copts = ["-Os"],
        features = ["fully_static_link"],
        linkopts = [
            "-static",
            "-pthread",
            "-s",
        ],
        linkstatic = True,
        local_defines = defines,
        tags = ["no_sanitizer"],
        testonly = True,
        deps = [":attack"],
    )
