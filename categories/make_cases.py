"""Writes the categories' cases.textproto: their scores by the formulas of
docs/architecture.md, computed here and not by score.cc.

    python3 categories/make_cases.py
"""

import math
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def write(folder, rows):
    with open(os.path.join(HERE, folder, "cases.textproto"), "w") as out:
        out.write("# proto-file: categories/cases.proto\n")
        out.write("# proto-message: olympics.ScoreCases\n")
        out.write("# Written by categories/make_cases.py.\n")
        for what, gains, gain, points, figure in rows:
            listed = " ".join("gains: %.6g" % g for g in gains)
            out.write('cases {\n  what: "%s"\n  %s\n' % (what, listed))
            out.write("  gain: %.8g points: %.8g ranking_figure: %.8g\n}\n" % (gain, points, figure))


def single(target, reference, higher):
    rows = []
    for what, gain in [
        ("the baseline itself", 1.0),
        ("halfway in logarithms", math.sqrt(target)),
        ("the target", target),
        ("beyond the target earns more", target * target),
        ("worse than the baseline earns nothing", 0.5),
    ]:
        points = max(0.0, 100 * math.log(gain) / math.log(target))
        rows.append((what, [gain], gain, points, reference * gain if higher else reference / gain))
    return rows


def edge(targets, weights):
    rows = []
    for what, gains in [
        ("the baseline itself", [1, 1, 1]),
        ("every target", targets),
        ("beyond the targets earns no more", [t * t for t in targets]),
        ("speed alone", [targets[0], 1, 1]),
        ("accuracy alone", [1, targets[1], 1]),
        ("efficiency alone", [1, 1, targets[2]]),
        ("worse is not set against another part", [targets[0], 0.5, 0.1]),
        ("a bit of each", [3.0, 1.2, 2.5]),
    ]:
        parts = [min(100.0, max(0.0, 100 * math.log(g) / math.log(t))) for g, t in zip(gains, targets)]
        points = sum(w * p for w, p in zip(weights, parts))
        gain = math.prod(g**w for g, w in zip(gains, weights))
        rows.append((what, gains, gain, points, points))
    return rows


def suite(targets, weights):
    rows = []
    for what, gains in [
        ("the reference itself", [1, 1]),
        ("both targets", targets),
        ("latency alone", [targets[0], 1]),
        ("a loss in one is set against the other", [4.0, 0.25]),
        ("worse in both earns nothing", [0.5, 0.5]),
        ("beyond the targets earns more", [100.0, 100.0]),
    ]:
        gain = math.prod(g**w for g, w in zip(gains, weights))
        points = max(0.0, sum(w * 100 * math.log(g) / math.log(t) for w, g, t in zip(weights, gains, targets)))
        rows.append((what, gains, gain, points, gain))
    return rows


write("speed_demon", single(10, 28500, True))
write("memory_miser", single(1.5, 1.91, False))
write("energy_efficient", single(10, 79, False))
write("edge_expert", edge([10, 1.5, 10], [0.4, 0.3, 0.3]))
write("testdata/light_weight", single(20, 441, False))
write("tinymlperf", suite([10, 10], [0.5, 0.5]))
