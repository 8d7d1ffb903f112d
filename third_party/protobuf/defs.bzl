"""C++ from .proto files with the installed protoc."""

def cc_proto(name, src, deps = [], visibility = None):
    """A cc_library of the messages in one .proto file.

    Args:
      name: the library's name.
      src: the .proto file, in this package.
      deps: cc_proto targets whose .proto files `src` imports; each also has its
        file as `<name>_src`.
      visibility: as everywhere.
    """
    stem = src[:-len(".proto")]
    native.filegroup(
        name = name + "_src",
        srcs = [src],
        visibility = visibility,
    )
    native.genrule(
        name = name + "_gen",
        srcs = [src] + [d + "_src" for d in deps],
        outs = [stem + ".pb.cc", stem + ".pb.h"],
        cmd = "protoc --proto_path=. --cpp_out=$(GENDIR) $(location {})".format(src),
        message = "Generating C++ from",
    )
    native.cc_library(
        name = name,
        srcs = [stem + ".pb.cc"],
        hdrs = [stem + ".pb.h"],
        # Generated code answers to protoc's notion of warnings, not to ours.
        copts = ["-w"],
        visibility = visibility,
        deps = deps + ["//third_party/protobuf"],
    )
