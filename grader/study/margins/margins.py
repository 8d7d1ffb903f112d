"""How far honest entries stay from the bounds of honesty.

    bazel run -c opt //grader/study/margins -- [--variation=NAME]... [--rounds=N] [--out=FILE.csv]
    bazel run -c opt //grader/study/margins -- --read=FILE.csv

Grades each variation in Speed Demon, with a floor that all reach, and prints the Markdown
table of docs/rules.md: of each figure the middle over rounds, and below the worst of all.
"""

import argparse
import collections
import csv
import os
import statistics
import sys

from grader.study.graded import graded

HERE = os.path.dirname(os.path.abspath(__file__))
# A figure, its digits, and which end is the worse one.
FIGURES = collections.OrderedDict([
    ("accuracy", ("%.3f", min)),
    ("familiar_quality", ("%+.3f", max)),
    ("strong_kept", ("%.2f", min)),
    ("training_time", ("%.2f", max)),
    ("strong_time", ("%.2f", max)),
    ("other_weights_quality", ("%.2f", max)),
    ("shuffled_quality", ("%.2f", max)),
])
FIELDS = ["variation", "round", "verdict", "reason"] + list(FIGURES)


def variations():
    """Those that were built with this."""
    ending = "_speed_demon"
    return sorted(f[:-len(ending)] for f in os.listdir(HERE) if f.endswith(ending))


def grade(name):
    """One grading, as a row."""
    with graded(os.path.join("grader/study/margins", name + "_speed_demon")) as (report, _):
        pass
    row = {"variation": name, "verdict": report["verdict"], "reason": report.get("reason", ""),
           "accuracy": report.get("accuracy", 0)}
    for figure in report.get("figures", []):
        if figure["name"] in FIGURES:
            row[figure["name"]] = figure.get("value", 0)
    return row


def table(path):
    rows = collections.defaultdict(list)
    with open(path) as f:
        for row in csv.DictReader(f):
            rows[row["variation"]].append(row)
    print("| variation | verdict | " + " | ".join(FIGURES) + " |")
    print("|---|---|" + "---|" * len(FIGURES))
    worst = {}
    for name, mine in rows.items():
        cells = []
        for figure, (digits, worse) in FIGURES.items():
            values = [float(r[figure]) for r in mine if r[figure]]
            cells.append(digits % statistics.median(values) if values else "-")
            for v in values:
                worst[figure] = worse(worst.get(figure, v), v)
        verdicts = sorted({r["verdict"].lower().replace("_", " ") for r in mine})
        print("| %s | %s | %s |" % (name, ", ".join(verdicts), " | ".join(cells)))
    print("| *the worst* | | " + " | ".join(
        digits % worst[figure] if figure in worst else "-"
        for figure, (digits, _) in FIGURES.items()) + " |")


def main():
    parser = argparse.ArgumentParser(description="Margins of honest entries.")
    parser.add_argument("--variation", action="append", choices=variations(),
                        help="that one alone; may be given again")
    parser.add_argument("--rounds", type=int, default=1, help="gradings of each")
    parser.add_argument("--out", default="margins.csv", help="every figure")
    parser.add_argument("--read", help="show the table of such a file, and measure nothing")
    options = parser.parse_args()
    here = os.environ.get("BUILD_WORKING_DIRECTORY", ".")
    out = os.path.join(here, options.read or options.out)
    if not options.read:
        with open(out, "w", newline="") as f:
            writer = csv.DictWriter(f, FIELDS)
            writer.writeheader()
            for r in range(options.rounds):
                for name in options.variation or variations():
                    row = dict(grade(name), round=r)
                    writer.writerow(row)
                    f.flush()
                    print("%-16s round %d  %s %s" % (name, r + 1, row["verdict"], row["reason"]),
                          file=sys.stderr)
    table(out)


if __name__ == "__main__":
    main()
