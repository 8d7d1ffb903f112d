#!/bin/bash
# run_board.sh KERNEL INITRAMFS SECONDS [KERNEL_ARGUMENTS]
#
# Boots the emulated board, shows what its program prints, and ends as that
# ends. 125: the board did not get to the end of it.
set -uo pipefail
kernel=$1 initramfs=$2 seconds=$3 more=${4-}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! command -v qemu-system-aarch64 > /dev/null; then
  echo "board: qemu-system-aarch64 is not installed; run tools/tito setup" >&2
  exit 125
fi
timeout --kill-after=5 "$seconds" qemu-system-aarch64 \
  -M virt -cpu cortex-a72 -smp 1 -m 1024 -nodefaults -nographic \
  -serial stdio -nic none -no-reboot \
  -kernel "$kernel" -initrd "$initramfs" \
  -append "console=ttyAMA0 quiet panic=-1 $more" < /dev/null 2>&1 \
  | tr -d '\r' | tee "$log"
code=$(sed -n 's/^board: the program ended with \([0-9]*\)$/\1/p' "$log" | tail -n 1)
if [ -z "$code" ]; then
  echo "board: it did not get to the end within $seconds s" >&2
  exit 125
fi
exit "$code"
