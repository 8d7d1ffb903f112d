"""What each technique of modules 9 and 15 to 17 brings in each category.

    bazel run -c opt //grader/study/techniques -- [--category=NAME]... [--entry=NAME]...
                                                  [--rounds=N] [--out=FILE.csv]
    bazel run -c opt //grader/study/techniques -- --read=FILE.csv

Grades the entries of grader/study/techniques as `tito` grades a submission: beside
the baseline, turn by turn. Then prints the Markdown table of docs/techniques.md: the
gain over the baseline (the median of the rounds), and in brackets that over the plain
net, whose row is the first. Entries that a category refuses show the verdict.
"""

import argparse
import collections
import csv
import os
import statistics
import sys

from grader.study.graded import graded

CATEGORIES = ["speed_demon", "memory_miser", "energy_efficient"]
TITLES = {
    "speed_demon": "Speed Demon",
    "memory_miser": "Memory Miser",
    "energy_efficient": "Energy Efficient",
}
ENTRIES = collections.OrderedDict([
    ("plain", "the net as trained"),
    ("optimized", "`optimize_for_inference` in Load (15)"),
    ("quantized_in_load", "`quantize_static` in Load (16)"),
    ("quantized", "`quantize_static` in Train (16)"),
    ("pruned_in_load", "`magnitude_prune` 50 % in Load (17), optimized"),
    ("thinned_in_load", "`prune_channels` 10 % in Load (17), optimized"),
    ("thinned", "`prune_channels` 50 % in Train, trained on (17), optimized"),
    ("separable", "a depthwise-separable net (9)"),
    ("separable_optimized", "the same, optimized (9, 15)"),
])
FIELDS = ["category", "entry", "round", "verdict", "gain", "metric", "unit", "accuracy"]


def grade(entry, category):
    """One grading, as a row."""
    test = os.path.join("grader/study/techniques", entry + "_" + category)
    with graded(test) as (report, _):
        pass
    return {
        "category": category,
        "entry": entry,
        "verdict": report["verdict"],
        "gain": report.get("gain", {}).get("value", ""),
        "metric": report.get("metric", {}).get("value", ""),
        "unit": report.get("metric", {}).get("unit", ""),
        "accuracy": report.get("accuracy", ""),
    }


def measure(categories, entries, rounds, out):
    with open(out, "w", newline="") as f:
        writer = csv.DictWriter(f, FIELDS)
        writer.writeheader()
        for category in categories:
            for r in range(rounds):
                for entry in entries:
                    row = dict(grade(entry, category), round=r)
                    writer.writerow(row)
                    f.flush()
                    print("%-16s round %d  %-20s %-10s gain %s" %
                          (category, r + 1, entry, row["verdict"], row["gain"]),
                          file=sys.stderr)


def number(x):
    """Three digits, as far as they mean anything."""
    return "%.2f" % x if x < 10 else "%.1f" % x


def cell(rows, plain):
    """One entry in one category."""
    passed = [r for r in rows if r["verdict"] == "PASSED"]
    if not rows:
        return "not run"
    if not passed:
        return rows[-1]["verdict"].lower().replace("_", " ")
    gain = statistics.median(float(r["gain"]) for r in passed)
    if not plain:
        return number(gain)
    base = statistics.median(float(r["gain"]) for r in plain)
    return "%s (%s)" % (number(gain), number(gain / base))


def table(path):
    rows = collections.defaultdict(list)
    with open(path) as f:
        for row in csv.DictReader(f):
            rows[row["category"], row["entry"]].append(row)
    categories = [c for c in CATEGORIES if any(k[0] == c for k in rows)]
    print("| technique (module) | accuracy | " + " | ".join(TITLES[c] for c in categories) + " |")
    print("|---|---|" + "---|" * len(categories))
    for entry, what in ENTRIES.items():
        mine = [r for c in categories for r in rows[c, entry]]
        if not mine:
            continue
        accuracies = [float(r["accuracy"]) for r in mine if r["accuracy"]]
        accuracy = "%.1f %%" % (100 * statistics.median(accuracies)) if accuracies else "-"
        cells = []
        for c in categories:
            plain = [r for r in rows[c, "plain"] if r["verdict"] == "PASSED"]
            cells.append(cell(rows[c, entry], plain if entry != "plain" else []))
        print("| %s | %s | %s |" % (what, accuracy, " | ".join(cells)))


def main():
    parser = argparse.ArgumentParser(description="What each technique brings.")
    parser.add_argument("--category", action="append", choices=CATEGORIES,
                        help="that one alone; may be given again")
    parser.add_argument("--entry", action="append", choices=list(ENTRIES),
                        help="that one alone; may be given again")
    parser.add_argument("--rounds", type=int, default=1, help="gradings of each")
    parser.add_argument("--out", default="techniques.csv", help="every figure")
    parser.add_argument("--read", help="show the table of such a file, and measure nothing")
    options = parser.parse_args()
    here = os.environ.get("BUILD_WORKING_DIRECTORY", ".")
    out = os.path.join(here, options.read or options.out)
    if not options.read:
        if options.rounds < 1:
            parser.error("--rounds must be 1 or more")
        measure(options.category or CATEGORIES, options.entry or list(ENTRIES), options.rounds,
                out)
    table(out)


if __name__ == "__main__":
    main()
