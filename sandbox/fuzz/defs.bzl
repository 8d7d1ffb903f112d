"""Fuzz tests that run everywhere, and under libFuzzer with --config=fuzz."""

def fuzz_test(name, deps):
    """A bounded fuzz test of the target in <name>.cc, seeded by corpus/<name>.

    As any test it replays its corpus and fixed mutations of it. With
    --config=fuzz, which needs clang, it is a libFuzzer target with
    AddressSanitizer that runs for 30 seconds.
    """
    native.cc_test(
        name = name,
        size = "small",
        srcs = [name + ".cc"] + select({
            ":libfuzzer": [],
            "//conditions:default": ["replay_main.cc"],
        }),
        args = [
            "-max_total_time=30",
            "-rss_limit_mb=2048",
            "sandbox/fuzz/corpus/" + name,
        ],
        copts = select({
            ":libfuzzer": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        data = native.glob(["corpus/" + name + "/*"]),
        linkopts = select({
            ":libfuzzer": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        deps = deps,
    )
