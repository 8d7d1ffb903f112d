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
for seed in (0, 20260101):
    # The first 50 of a Fisher-Yates shuffle of 1000.
    rs = np.random.RandomState(seed)
    everything = np.arange(1000)
    for i in range(50):
        j = i + int(rs.random_sample() * (1000 - i))
        everything[i], everything[j] = everything[j], everything[i]
    print(f"constexpr int64_t kLoaded{seed}[] = {{")
    print("    " + ", ".join(str(i) for i in everything[[0, 1, 2, 48, 49]]))
    print("};")
# A server that takes 3 ms a query, under 250 queries a second: each latency by
# Lindley's recursion, in exact nanoseconds.
rs = np.random.RandomState(7)
arrival, free, over, worst = 0.0, 0, 0, 0
latencies = []
for _ in range(2000):
    arrival += rs.exponential(1e9 / 250)
    begin = max(int(arrival), free)
    free = begin + 3_000_000
    latencies.append(free - int(arrival))
latencies.sort()
print("constexpr int64_t kServerLatencies[] = {")
print("    " + ", ".join(str(latencies[i]) for i in (0, 1000, 1800, 1980, 1999)))
print("};")
