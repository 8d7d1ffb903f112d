#!/usr/bin/env bash
# lint.sh: clang-format and clang-tidy over the project's own C++.
#
#   tools/lint.sh format [--fix]   every file is as clang-format would write it
#   tools/lint.sh tidy [REV]       what changed since REV (none: everything) has
#                                  nothing that .clang-tidy names
#
# Exits with 1, and the places, where something is to be mended. `format` takes
# seconds, `tidy` about five a file, and wants what Bazel generates: it builds it.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

sources() { git ls-files -- '*.cc' '*.h' ':!third_party/bazel'; }

format() {
  local mode=(--dry-run -Werror)
  [ "${1-}" != --fix ] || mode=(-i)
  sources | xargs clang-format "${mode[@]}"
  echo "clang-format: $(sources | wc -l) files are well formatted"
}

tidy() {
  local files
  if [ $# -gt 0 ]; then
    files=$(git diff --name-only --diff-filter=d "$1" -- '*.cc' ':!third_party/bazel')
  else
    files=$(sources | grep '\.cc$')
  fi
  # Those for another instruction set or another fuzzer's main stand in headers
  # of their own, which are looked at through what includes them.
  files=$(grep -v -E '_(avx2|avx512|avx512_vnni)\.cc$' <<<"$files" || true)
  if [ -z "$files" ]; then echo "clang-tidy: nothing changed"; return; fi
  bazel build --noshow_progress --ui_event_filters=-info \
    $(bazel query --noshow_progress --ui_event_filters=-info \
      'kind("genrule", attr("name", "_gen$", //...))')
  # shellcheck disable=SC2016  # "$@" is of the inner shell
  xargs -P "$(nproc)" -n 4 sh -c 'clang-tidy --quiet "$@" -- \
    -std=c++20 -iquote . -iquote bazel-bin -Wno-everything 2>/dev/null' tidy <<<"$files"
  echo "clang-tidy: $(wc -l <<<"$files") files are clean"
}

case ${1-} in
  format|tidy) "$@" ;;
  *) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2 ;;
esac
