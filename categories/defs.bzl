"""A competition category is a folder here: a spec, its table of scores, its rules."""

def category():
    """The targets of a category's folder; the folder's name is the category's."""
    native.exports_files(["README.md", "spec.textproto"], visibility = ["//visibility:public"])
    native.cc_test(
        name = "score_test",
        size = "small",
        args = [native.package_name()],
        data = [
            "README.md",
            "cases.textproto",
            "spec.textproto",
        ],
        deps = ["//categories:cases_test_main"],
    )
