#!/usr/bin/env python3
"""Makes the class means that `ignores_weights` carries.

    python3 grader/testdata/make_class_means.py IMAGES LABELS \\
        > grader/testdata/class_means.h

From Fashion-MNIST's training split, IDX files (.gz, as Debian's
dataset-fashion-mnist has them): of the first 5,000 images the mean of each class,
in 7x7 blocks of 4x4 pixels.
"""
import gzip
import sys

COUNT = 5000
images = gzip.open(sys.argv[1]).read()[16:]
labels = gzip.open(sys.argv[2]).read()[8:]
sums = [[0] * 49 for _ in range(10)]
counts = [0] * 10
for i in range(COUNT):
    label = labels[i]
    counts[label] += 1
    for p in range(784):
        sums[label][p // 28 // 4 * 7 + p % 28 // 4] += images[i * 784 + p]
print("""// Made by make_class_means.py: what a cheat knows of Fashion-MNIST's classes.
#ifndef GRADER_TESTDATA_CLASS_MEANS_H_
#define GRADER_TESTDATA_CLASS_MEANS_H_

// Of each class, 7x7 blocks; from 'a', dark, in sixteen steps.
// clang-format off
constexpr char kClassMeans[10][50] = {""")
for label in range(10):
    means = "".join(chr(97 + s // counts[label] // 16 // 16) for s in sums[label])
    print('    "%s",' % means)
print("""};
// clang-format on

#endif  // GRADER_TESTDATA_CLASS_MEANS_H_""")
