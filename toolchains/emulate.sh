#!/bin/sh
# emulate.sh PROGRAM ARGUMENT...: a test's program for aarch64 under user
# emulation, as `bazel test --config=pi` runs it; any other as it is.
# The machine of an ELF file is at its byte 18; 183 is aarch64.
machine=$(od -An -tu2 -j18 -N2 "$1" | tr -d ' ')
if [ "$machine" = 183 ]; then
  exec qemu-aarch64-static -cpu cortex-a72 "$@"
fi
exec "$@"
