#!/bin/bash
# run_board.sh KERNEL INITRAMFS SECONDS [KERNEL_ARGUMENTS [CACHE_PLUGIN]]
#
# Boots the emulated board, shows what its program prints, and ends as that
# ends. The files that it leaves go to $TEST_UNDECLARED_OUTPUTS_DIR, its test.xml
# to $XML_OUTPUT_FILE. With a plugin that models its caches (cache_plugin.cc) the
# board's time is a count of instructions, one nanosecond each, and stands still
# while nothing is to do. 125: the board did not get to the end.
set -uo pipefail
kernel=$1 initramfs=$2 seconds=$3 more=${4-} plugin=${5-}
machine=virt clock=()
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/files"
if ! command -v qemu-system-aarch64 > /dev/null; then
  echo "board: qemu-system-aarch64 is not installed; run tools/tito setup --edge" >&2
  exit 125
fi
if [ -n "$plugin" ]; then
  version=$(qemu-system-aarch64 --version | sed -n '1s/.*version \([0-9.]*\).*/\1/p')
  if [ "${version%%.*}" -gt 8 ]; then
    echo "board: QEMU $version does not take the plugin that models the board's" \
      "caches; grade with Debian 12's QEMU 7.2" >&2
    exit 125
  fi
  # The plugin finds the board's memory by being a memfd.
  machine=virt,memory-backend=ram
  clock=(-object memory-backend-memfd,id=ram,size=1024M
    -icount "shift=0,sleep=off" -plugin "$plugin")
fi
timeout --kill-after=5 "$seconds" qemu-system-aarch64 \
  -M "$machine" -cpu cortex-a72 -smp 1 -m 1024 -nodefaults -nographic \
  -serial stdio -nic none -no-reboot "${clock[@]}" \
  -kernel "$kernel" -initrd "$initramfs" \
  -append "console=ttyAMA0 quiet loglevel=3 panic=-1 $more" < /dev/null 2>&1 \
  | tr -d '\r' | awk -v files="$work/files" -v code="$work/code" '
      /^board: end$/ { if (file != "") close(file); file = ""; next }
      /^board: file [0-9]+ [A-Za-z0-9_.-]+$/ {
        file = files "/" $4; print $3 > file; next
      }
      file != "" { print > file; next }
      /^board: the program ended with [0-9]+$/ { print $6 > code; close(code) }
      { print; fflush() }'
for file in "$work/files"/*; do
  [ -e "$file" ] || continue
  name=$(basename "$file")
  to=${TEST_UNDECLARED_OUTPUTS_DIR:-}/$name
  [ "$name" != test.xml ] || to=${XML_OUTPUT_FILE:-}
  if [ -z "$to" ] || [ "$to" = "/$name" ]; then continue; fi
  if ! tail -n +2 "$file" | base64 -d > "$work/bytes" \
      || [ "$(stat -c %s "$work/bytes")" -ne "$(head -n 1 "$file")" ]; then
    echo "board: the file $name did not come out whole" >&2
    exit 125
  fi
  mv "$work/bytes" "$to"
done
if [ ! -s "$work/code" ]; then
  echo "board: it did not get to the end within $seconds s" >&2
  exit 125
fi
exit "$(cat "$work/code")"
