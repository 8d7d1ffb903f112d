"""What a module's page says to include and to depend on, held to be true."""

MODULES = [
    "tensor",
    "activations",
    "layers",
    "losses",
    "autograd",
    "optimizers",
    "training",
    "dataloader",
    "spatial",
    "tokenization",
    "embeddings",
    "attention",
    "transformers",
    "profiling",
    "acceleration",
    "quantization",
    "compression",
    "caching",
    "benchmarking",
]

def module_page(deps):
    """Compiles what the page of this package includes, with what it depends on.

    Makes ":page", and ":page_files" for //tinytorch:pages_test. A page that
    does not name all of `deps` does not build.

    Args:
      deps: the labels of the page's line "Dependency:".
    """
    native.filegroup(
        name = "page_files",
        srcs = native.glob([
            "*.cc",
            "*.h",
            "BUILD",
            "README.md",
        ]),
        visibility = ["//tinytorch:__pkg__"],
    )

    package = "//" + native.package_name()
    own = ":" + package.split("/")[-1]
    named = [package + ("" if d == own else d) for d in deps]

    # Its first lines, that is: examples further down have more.
    native.genrule(
        name = "page_source",
        srcs = ["README.md"],
        outs = ["page.cc"],
        cmd = """
            for label in %s; do
              grep '^Dependency' $< | grep -qF "\\"$$label\\"" || {
                echo "the page names no dependency $$label" >&2; exit 1; }
            done
            grep -E '^(#include|Dependency)' $< | sed '/^Dependency/,$$d' > $@
        """ % " ".join(named),
        visibility = ["//visibility:private"],
    )
    native.cc_library(
        name = "page",
        testonly = True,
        srcs = ["page.cc"],
        visibility = ["//tinytorch:__pkg__"],
        deps = deps,
    )
