#!/bin/bash
# make_initramfs.sh OUT INIT ARGUMENTS_FILE LIST BELOW
#
# Packs the board's root: process 1, what it runs (ARGUMENTS_FILE), and the
# files of LIST, each line "from<tab>to" with `to` below BELOW.
set -euo pipefail
out=$(readlink -f "$(dirname "$1")")/$(basename "$1")
below=$5
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{dev,proc,sys,tmp,bin,etc,board/run,board/out}
echo 'root:x:0:0:root:/tmp:/bin/sh' > "$root/etc/passwd"
cp -L "$2" "$root/init"
cp -L "$3" "$root/board/arguments"
while IFS=$'\t' read -r from to; do
  mkdir -p "$(dirname "$root$below/$to")"
  cp -L "$from" "$root$below/$to"
done < "$4"
cd "$root"
chmod -R u+w,go+rX "$root"
# The same files give the same archive.
find . -exec touch -h -d @0 {} +
find . -print0 | LC_ALL=C sort -z \
  | cpio --null --create --format=newc --owner=0:0 --reproducible --quiet > "$out"
