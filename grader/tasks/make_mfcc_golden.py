#!/usr/bin/env python3
"""Computes what Mfcc and Resample must give, with NumPy's FFT and SciPy's DCT.

    python3 grader/tasks/make_mfcc_golden.py > grader/tasks/mfcc_golden.inc

Needs Debian's python3-numpy and python3-scipy; the file in the tree was made with
1.24.2 and 1.10.1.
"""
import numpy as np
from scipy.fft import dct, rfft

RATE = 16000


def clip():
    """A chirp with a second tone, the same formula as in mfcc_test.cc."""
    t = np.arange(RATE) / RATE
    return 0.5 * np.sin(2 * np.pi * (200 + 700 * t) * t) + 0.1 * np.sin(2 * np.pi * 2500 * t)


def mfcc(x):
    mel = lambda f: 2595 * np.log10(1 + f / 700)
    edges = 700 * (10 ** (np.linspace(mel(20), mel(4000), 42) / 2595) - 1)
    bins = np.arange(257) * RATE / 512
    up = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    bank = np.maximum(0, np.minimum(up, down))
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(480) / 480)
    frames = np.stack([x[i * 320 : i * 320 + 480] * window for i in range(49)])
    power = np.abs(rfft(frames, 512)) ** 2
    return dct(np.log(power @ bank.T + 1e-6), type=2)[:, :10] / 2


features = mfcc(clip())
print("// Made by make_mfcc_golden.py.")
for frame in (0, 17, 48):
    print(f"constexpr double kFrame{frame}[] = {{")
    print("    " + ", ".join(f"{v:.9f}" for v in features[frame]))
    print("};")
