"""How stable the ranking is: the same submissions graded again and again.

    bazel run -c opt //grader/study:stability -- [--rounds=20] [--condition=quiet] [--out=FILE.csv]
    bazel run -c opt //grader/study:stability -- --read=FILE.csv

Grades three submissions in Speed Demon, round by round, first alone and then with
a noisy neighbour on the other core: a process that copies memory in bursts of up
to a second, half of the time. Then prints, as Markdown, for three figures of the
same runs, how far they spread and how often they rank two gradings wrongly:

  gain            the grader's: the median over pairs of turns of the
                  submission's speed over the baseline's
  ratio of means  all of the baseline's time over all of the submission's
  mean time       of the submission's questions alone, as a stopwatch has it

docs/stability.md has the table of one such run and says what it means.
"""

import argparse
import collections
import csv
import itertools
import multiprocessing
import os
import random
import statistics
import sys
import time

from grader.study.graded import graded

SUBMISSIONS = ["baseline", "strided", "fused"]
FIGURES = ["gain", "ratio of means", "mean time"]
CONDITIONS = ["quiet", "neighbour"]
FIELDS = ["condition", "round", "submission"] + FIGURES


def neighbour(core, seed):
    """Copies memory in bursts until it is ended."""
    os.sched_setaffinity(0, {core})
    rng = random.Random(seed)
    data = bytearray(32 << 20)
    while True:
        end = time.monotonic() + rng.uniform(0.02, 1)
        while time.monotonic() < end:
            data[:] = bytes(data)
        time.sleep(rng.uniform(0.02, 1))


def grade(submission):
    """The three figures of one grading; all are larger where it is faster."""
    test = os.path.join("submissions", submission, submission + "_speed_demon")
    with graded(test) as (report, out):
        with open(os.path.join(out, "turns.csv")) as f:
            turns = list(csv.DictReader(f))
    mean = {}
    for who in ("baseline", "submission"):
        mine = [t for t in turns if t["who"] == who]
        mean[who] = (sum(float(t["seconds"]) for t in mine) /
                     sum(int(t["samples"]) for t in mine))
    return {
        "gain": report["gain"]["value"],
        "ratio of means": mean["baseline"] / mean["submission"],
        "mean time": 1 / mean["submission"],
    }


def measure(rounds, out, conditions):
    with open(out, "w", newline="") as f:
        writer = csv.DictWriter(f, FIELDS)
        writer.writeheader()
        for condition in conditions:
            noise = None
            if condition == "neighbour":
                # The workers are on the last core that they may use; of two
                # cores this is the referee's.
                core = min(os.sched_getaffinity(0))
                noise = multiprocessing.Process(target=neighbour, args=(core, 1), daemon=True)
                noise.start()
            try:
                for r, name in itertools.product(range(rounds), SUBMISSIONS):
                    figures = grade(name)
                    writer.writerow(dict(figures, condition=condition, round=r, submission=name))
                    f.flush()
                    print("%-9s round %2d  %-9s gain %.3f" % (condition, r + 1, name,
                                                              figures["gain"]),
                          file=sys.stderr)
            finally:
                if noise:
                    noise.terminate()
                    noise.join()


def inverted(figures):
    """Of pairs of gradings of different submissions, how many the wrong way."""
    order = sorted(figures, key=lambda name: statistics.median(figures[name]))
    wrong = pairs = 0
    for slow, fast in itertools.combinations(order, 2):
        for a, b in itertools.product(figures[slow], figures[fast]):
            wrong += a >= b
            pairs += 1
    return wrong, pairs


def inverted_by(share, figures):
    """If one submission were faster by `share`: how many pairs of gradings of it
    and of its slower twin would be ranked the wrong way, as a share."""
    wrong = pairs = 0
    for values in figures.values():
        for a, b in itertools.permutations(values, 2):
            wrong += a * (1 + share) <= b
            pairs += 1
    return wrong / pairs


def tables(path):
    rows = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(path) as f:
        for row in csv.DictReader(f):
            for figure in FIGURES:
                rows[row["condition"], figure][row["submission"]].append(float(row[figure]))
    print("| condition | figure | " + " | ".join(SUBMISSIONS) +
          " | wrong order | twins 3 % apart |")
    print("|---|---|" + "---|" * len(SUBMISSIONS) + "---|---|")
    there = [c for c in CONDITIONS if (c, FIGURES[0]) in rows]
    shown = there if len(there) == 1 else there + ["both"]
    for condition, figure in itertools.product(shown, FIGURES):
        figures = collections.defaultdict(list)
        for c in there if condition == "both" else [condition]:
            for name, values in rows[c, figure].items():
                figures[name] += values
        cells = []
        for name in SUBMISSIONS:
            mid = statistics.median(figures[name])
            spread = statistics.stdev(figures[name]) / statistics.mean(figures[name])
            shown = "%.3f" % mid if mid < 100 else "%.0f/s" % mid
            cells.append("%s ± %.1f %%" % (shown, 100 * spread))
        wrong, pairs = inverted(figures)
        print("| %s | %s | %s | %d of %d | %.1f %% |" %
              (condition, figure, " | ".join(cells), wrong, pairs,
               100 * inverted_by(0.03, figures)))


def main():
    parser = argparse.ArgumentParser(description="How stable the ranking is.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--condition", choices=CONDITIONS, help="that one alone")
    parser.add_argument("--out", default="stability.csv", help="every figure")
    parser.add_argument("--read", help="show the tables of such a file, and measure nothing")
    options = parser.parse_args()
    here = os.environ.get("BUILD_WORKING_DIRECTORY", ".")
    out = os.path.join(here, options.read or options.out)
    if not options.read:
        if options.rounds < 2:
            parser.error("--rounds must be 2 or more")
        measure(options.rounds, out, [options.condition] if options.condition else CONDITIONS)
    tables(out)


if __name__ == "__main__":
    main()
