"""Bazel's own proto rule under the name that @rules_proto gives it."""

proto_library = native.proto_library
