#!/usr/bin/env python3
"""Computes what the load generator's statistics and schedules must be.

    python3 grader/loadgen/make_golden.py > grader/loadgen/golden.inc

With SciPy's binomial distribution (not the incomplete beta function that the
code under test uses) and NumPy's RandomState. Needs Debian's python3-numpy and
python3-scipy; the file in the tree was made with 1.24.2 and 1.10.1.
"""
import numpy as np
from scipy.stats import binom


def min_passing(over, p, confidence):
    """The least number under the bound, by counting up."""
    under = 1
    while binom.sf(under - 1, under + over, p) > 1 - confidence:
        under += 1
    return under


print("// Made by make_golden.py.")
print("constexpr MinPassing kMinPassing[] = {")
for p in (0.5, 0.9, 0.95, 0.99):
    for over in (0, 1, 2, 5, 17, 100):
        print(f"    {{{over}, {p}, 0.99, {min_passing(over, p, 0.99)}}},")
print("    {3, 0.9, 0.95, %d}," % min_passing(3, 0.9, 0.95))
print("};")
for seed in (0, 1, 20260101):
    rs = np.random.RandomState(seed)
    times = np.cumsum(rs.exponential(1e9 / 250, 200))
    print(f"constexpr int64_t kArrivals{seed}[] = {{")
    print("    " + ", ".join(str(int(t)) for t in times[[0, 1, 2, 3, 99, 199]]))
    print("};")
    rs = np.random.RandomState(seed)
    chosen = (rs.random_sample(200) * 10000).astype(np.int64)
    print(f"constexpr int64_t kIndices{seed}[] = {{")
    print("    " + ", ".join(str(i) for i in chosen[[0, 1, 2, 3, 99, 199]]))
    print("};")
