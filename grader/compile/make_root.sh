#!/usr/bin/env bash
# make_root.sh: the root that a compiler sees when it reads what a student wrote.
#
#   make_root.sh OUT DRIVER [DRIVER_FLAG...] -- [LINK_FLAG...] -- HEADERS...
#
# OUT becomes a folder with this machine's compiler, assembler, linker, nm and
# objdump, the shared libraries that they load, the headers that the files HEADERS list in
# quotes with all that these include, and the static archives that LINK_FLAGs name:
# each where it lies on this machine, and nothing else of it. OUT/programs says
# where each program is, a line each: "as /usr/bin/as". DRIVER is GCC's, of this
# machine or a cross compiler's. No student's file is read here.
set -euo pipefail

out=$(mkdir -p "$1" && cd "$1" && pwd) driver=$2
shift 2
driver_flags=() link_flags=()
while [ "$1" != -- ]; do driver_flags+=("$1"); shift; done
shift
while [ "$1" != -- ]; do link_flags+=("$1"); shift; done
shift

die() {
  printf 'make_root.sh: %s\n' "$*" >&2
  exit 1
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# add FILE...: at the place where it is looked for, links followed.
add() {
  local file
  for file in "$@"; do
    [ -e "$out$file" ] && continue
    mkdir -p "$out$(dirname "$file")"
    cp -L --preserve=mode,timestamps "$file" "$out$file"
  done
}

# The absolute paths among the words of standard input, each once.
paths() { tr -s ' \\\n\t' '\n' | grep '^/' | xargs -r realpath -s | sort -u; }

# --- Programs, and what they load -------------------------------------------

: > "$out/programs"
for name in cc1plus as ld ld.bfd ld.gold nm objdump; do
  program=$("$driver" -print-prog-name="$name")
  case $program in
    /*) ;;
    *) program=$(command -v "$program" || true) ;;
  esac
  if [ -z "$program" ]; then
    [ "$name" = ld.gold ] && continue  # not every system has it
    die "$driver has no $name: install the compiler again"
  fi
  add "$(realpath -s "$program")"
  printf '%s %s\n' "$name" "$(realpath -s "$program")" >> "$out/programs"
  mapfile -t libraries < <(ldd "$program" | paths)
  add "${libraries[@]}"
done

# --- Headers -----------------------------------------------------------------

# Not every architecture and compiler has all of them.
grep -h -o '"[^"]*"' "$@" | while read -r header; do
  printf '#if __has_include(%s)\n#include %s\n#endif\n' "$header" "$header"
done > "$scratch/all.cc"
# Which others are read depends on the options; hence whole folders, below.
"$driver" "${driver_flags[@]}" -w -M "$scratch/all.cc" -o "$scratch/headers" \
  || die "$driver cannot read the headers that a submission may include"
mapfile -t headers < <(paths < "$scratch/headers" | grep -v "^$scratch/")
add "${headers[@]}"
printf '%s\n' "${headers[@]}" | xargs dirname | sort -u | while read -r folder; do
  # Where packages of all kinds put theirs, only what is needed.
  case $folder in
    /usr/include|/usr/local/include|/usr/include/*-linux-gnu|/usr/*-linux-gnu*/include) continue ;;
  esac
  mkdir -p "$out$folder"
  find -L "$folder" -maxdepth 1 -type f -exec cp -L -n --preserve=mode,timestamps -t "$out$folder" {} +
done

# --- Archives ------------------------------------------------------------------

echo 'int main() {}' > "$scratch/none.cc"
"$driver" "${driver_flags[@]}" -w -c "$scratch/none.cc" -o "$scratch/none.o"
# This linker names every archive that it looks into, others those that they use.
"$driver" -static -o "$scratch/none" "$scratch/none.o" "${link_flags[@]}" \
  -fuse-ld=bfd -Wl,--trace > "$scratch/archives" || die "$driver cannot link what a submission is linked with"
mapfile -t archives < <(paths < "$scratch/archives" | grep -v "^$scratch/")
add "${archives[@]}"

# What is mounted there must be there.
mkdir -p "$out/usr" "$out/lib" "$out/lib64"
