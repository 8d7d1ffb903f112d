#!/bin/bash
# An emulator that does not take the plugin is refused in one sentence, before it
# is started.
set -uo pipefail
board=$PWD/toolchains/board/run_board.sh
mkdir "$TEST_TMPDIR/bin"
cat > "$TEST_TMPDIR/bin/qemu-system-aarch64" << 'END'
#!/bin/sh
[ "$1" = --version ] || { echo "it was started"; exit 1; }
echo "QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2)"
END
chmod +x "$TEST_TMPDIR/bin/qemu-system-aarch64"
said=$(PATH=$TEST_TMPDIR/bin:$PATH "$board" kernel initramfs 5 "" plugin.so 2>&1)
code=$?
expected="board: QEMU 10.0.2 does not take the plugin that models the board's caches; grade with Debian 12's QEMU 7.2"
if [ "$code" -ne 125 ] || [ "$said" != "$expected" ]; then
  echo "it ended with $code and said: $said" >&2
  exit 1
fi
