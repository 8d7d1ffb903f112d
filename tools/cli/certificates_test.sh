#!/usr/bin/env bash
# Certificates and reports on paper, as they are typed: Chromium prints them, and
# `tito verify` tells a genuine PDF from a forged one and from one without a code.
set -u
. tools/cli/expect.sh
export HOME=$TEST_TMPDIR LC_ALL=C.UTF-8
export TITO_ROOT=$TEST_TMPDIR/course
mkdir -p "$TITO_ROOT/categories/speed_demon" "$TITO_ROOT/submissions"
spec=categories/speed_demon/spec.textproto
cp "$spec" "$TITO_ROOT/$spec"
cat > "$TITO_ROOT/submissions/roster.bzl" <<'ROSTER'
EXAMPLES = ["baseline"]
STUDENTS = ["alice"]
ROSTER = STUDENTS
ROSTER

expect 0 'alice is registered' olympics register alice --student 'Chen, Alice'
expect 0 'alice is registered' olympics register alice --student 'Bob Smith' --join
expect 0 'Teaching Award given' olympics award teaching alice --reason 'so clear'

out=$TEST_TMPDIR/out
expect 0 'teaching_award.pdf: the same on paper' \
  olympics certificates alice --out "$out" --pdf
pdf=$out/teaching_award.pdf
expect 0 'name         Alice Chen and Bob Smith' verify "$pdf"
expect 0 '"genuine": true' verify "$pdf" --json
if [ "$(ls "$out")" != $'teaching_award.pdf\nteaching_award.svg' ]; then
  echo "FAILED: something is left of printing: $(ls "$out")"
  failures=$((failures + 1))
fi

cp "$pdf" "$out/forged.pdf"
printf 'X' | dd of="$out/forged.pdf" bs=1 seek=2000 conv=notrunc 2> /dev/null
expect 3 'NOT GENUINE' verify "$out/forged.pdf"
(cat "$pdf"; echo '% one more') > "$out/longer.pdf"
expect 3 'changed after the course signed it' verify "$out/longer.pdf"

mkdir -p "$TITO_ROOT/submissions/alice"
readme=$TITO_ROOT/submissions/alice/README.md
printf '# Fused\n\nWhat *I* did.\n' > "$readme"
expect 0 'alice_report.pdf: written' olympics report alice \
  --out "$out/alice_report.html" --pdf
expect 1 'carries no certificate' verify "$out/alice_report.pdf"

if ! grep -q '<h3>Fused</h3>' "$out/alice_report.html"; then
  echo 'FAILED: the README is not in the report'
  failures=$((failures + 1))
fi
# A hand-in has no links; a folder that was merged by hand may.
ln -sf /etc/passwd "$readme"
expect 1 'README.md is a link or no plain file' olympics report alice \
  --out "$out/linked.html"
if [ -e "$out/linked.html" ]; then
  echo 'FAILED: a report was written of a README that is a link'
  failures=$((failures + 1))
fi

if [ "$failures" -gt 0 ]; then
  echo "$failures failures"
  exit 1
fi
