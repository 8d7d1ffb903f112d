#!/usr/bin/env python3
"""Computes what TinyTorch's operations must give, with NumPy and SciPy alone.

    python3 tinytorch/golden/make_golden.py tinytorch/golden/golden.safetensors

Each case has inputs "case/0", "case/1", ... and results "case/out",
"case/out1", ...  The file is written by hand after the description of the
safetensors format, so that reading it also tests the reader. Needs Debian's
python3-numpy and python3-scipy; the file in the tree was made with 1.24.2 and
1.10.1.
"""
import json
import struct
import sys

import numpy as np
from scipy import signal, special

rng = np.random.default_rng(20)
tensors = {}


def case(name, inputs, *outputs):
    for i, x in enumerate(inputs):
        tensors[f"{name}/{i}"] = np.asarray(x, np.float32)
    for i, y in enumerate(outputs):
        tensors[f"{name}/out{i or ''}"] = np.asarray(y, np.float32)


def normal(*shape):
    """Random numbers that a float holds exactly, computed on in doubles."""
    return rng.standard_normal(shape).astype(np.float32).astype(np.float64)


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


# --- Module 1 ---
for name, a, b in [
    ("same", (3, 4), (3, 4)),
    ("row", (5, 3), (3,)),
    ("column", (4, 1), (1, 7)),
    ("deep", (2, 1, 3, 1), (4, 1, 5)),
    ("empty", (0, 3), (3,)),
    ("scalar", (2, 3), ()),
]:
    x, y = normal(*a), normal(*b) + 3.0
    case(f"arithmetic_{name}", [x, y], x + y, x - y, x * y, x / y)
x = normal(5, 7, 3)
case("reduce", [x], x.sum(), x.sum(1), x.mean(0), x.mean(2, keepdims=True),
     x.max(1), x.max())
case("reduce_transposed", [x], x.transpose(2, 0, 1).sum(1))
x, y = normal(6, 5), normal(5, 9)
case("matmul", [x, y], x @ y)
y = normal(9, 5)
case("matmul_transposed", [x, y], x @ y.T)
x, y = normal(3, 1, 4, 5), normal(2, 5, 6)
case("matmul_batched", [x, y], x @ y)
x, y = normal(67, 131), normal(131, 45)
case("matmul_odd", [x, y], x @ y)
x, y = normal(4, 0), normal(0, 3)
case("matmul_no_inner", [x, y], x @ y)
x, y = normal(5), normal(5, 4)
case("matmul_vector", [x, y], x @ y)
x = normal(4, 6, 8)
case("strided", [x], x[1:4:2, 1:6:3, 2:].transpose(2, 0, 1))
x = np.abs(normal(3, 5)) + 0.1
case("exp_log_sqrt", [x], np.exp(x), np.log(x), np.sqrt(x))
x, y = normal(2, 3), normal(2, 2)
case("cat", [x, y], np.concatenate([x, y], 1))

# --- Module 2 ---
x = normal(3, 4, 5) * 3
case("activations", [x], special.expit(x), np.maximum(x, 0), np.tanh(x),
     x * special.ndtr(x))
case("softmax", [x], softmax(x), softmax(x, 1), special.log_softmax(x, -1),
     special.log_softmax(x, 0))
x = np.array([[1000.0, 0.0, -1000.0], [88.0, 89.0, 90.0]])
case("softmax_large", [x], softmax(x), special.log_softmax(x, -1))

# --- Module 3 ---
x, w, b = normal(2, 3, 11), normal(7, 11), normal(7)
case("linear", [x, w, b], x @ w.T + b)

# --- Module 4 ---
x, y = normal(4, 5), normal(4, 5)
case("mse_loss", [x, y], ((x - y) ** 2).mean())
labels = np.array([0, 4, 2, 2])
log_p = special.log_softmax(x, -1)
smooth = np.full((4, 5), 0.1 / 5)
smooth[np.arange(4), labels] += 0.9
case("cross_entropy", [x, labels], -log_p[np.arange(4), labels].mean(),
     -(smooth * log_p).sum(1).mean())
p, t = special.expit(x), rng.integers(0, 2, (4, 5))
p = p.astype(np.float32).astype(np.float64)
case("binary_cross_entropy", [p, t],
     -(t * np.log(p) + (1 - t) * np.log1p(-p)).mean())

# --- Module 5: gradients by formulas of their own ---
x, w = normal(5, 4), normal(4, 3)
s = special.expit(x @ w)
case("gradient_sigmoid", [x, w], (s * (1 - s)) @ w.T, x.T @ (s * (1 - s)))


# --- Module 6: five steps on f(p) = Σ c p² / 2, whose gradient is c p ---
def steps(update):
    p, c = p0.copy(), c0
    for step in range(1, 6):
        p = update(p, c * p, step)
    return p


def sgd(momentum, decay, lr=0.1):
    v = np.zeros_like(p0)

    def update(p, g, _):
        nonlocal v
        v = momentum * v + g + decay * p
        return p - lr * v

    return update


def adam(decay, decoupled, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):
    m, v = np.zeros_like(p0), np.zeros_like(p0)

    def update(p, g, step):
        nonlocal m, v
        if decoupled:
            p = p - lr * decay * p
        else:
            g = g + decay * p
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        m_hat, v_hat = m / (1 - b1**step), v / (1 - b2**step)
        return p - lr * m_hat / (np.sqrt(v_hat) + eps)

    return update


p0, c0 = normal(6), np.abs(normal(6)) + 0.5
case("optimizers", [p0, c0], steps(sgd(0, 0)), steps(sgd(0.9, 0.01)),
     steps(adam(0.05, False)), steps(adam(0.05, True)))

# --- Module 7 ---
n = np.arange(20)
share = np.clip((n - 4) / (15 - 4), 0, 1)
case("cosine_schedule", [n],
     np.where(n < 4, 0.5 * (n + 1) / 5,
              0.1 + (0.5 - 0.1) * (1 + np.cos(np.pi * share)) / 2))


# --- Module 9 ---
def conv2d(x, w, b, stride, padding, groups):
    x = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    cg, og = w.shape[1], w.shape[0] // groups
    out = [[sum(signal.correlate2d(image[o // og * cg + c], w[o, c], "valid")
                for c in range(cg)) + b[o] for o in range(len(w))]
           for image in x]
    return np.array(out)[:, :, ::stride, ::stride]


for name, xs, ws, stride, padding, groups in [
    ("plain", (2, 3, 7, 6), (4, 3, 3, 3), 1, 0, 1),
    ("padded", (1, 1, 28, 28), (16, 1, 3, 3), 1, 1, 1),
    ("many", (2, 16, 9, 14), (13, 16, 3, 3), 1, 1, 1),
    ("strided", (1, 2, 9, 8), (3, 2, 4, 3), 2, 2, 1),
    ("depthwise", (2, 4, 6, 5), (4, 1, 3, 3), 1, 1, 4),
    ("grouped", (1, 4, 5, 5), (6, 2, 2, 2), 1, 0, 2),
    ("one", (3, 5, 4, 4), (2, 5, 1, 1), 1, 0, 1),
]:
    x, w, b = normal(*xs), normal(*ws), normal(ws[0])
    case(f"conv2d_{name}", [x, w, b], conv2d(x, w, b, stride, padding, groups))
x = normal(2, 3, 7, 8)
windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), (2, 3))
case("pool", [x], windows[:, :, ::2, ::2].max((4, 5)),
     windows.mean((4, 5)),
     x[:, :, :6].reshape(2, 3, 3, 2, 4, 2).max((3, 5)))
x, w, b, m, v = (normal(2, 3, 4, 5), normal(3), normal(3), normal(3),
                 np.abs(normal(3)) + 0.5)
c = lambda t: t[None, :, None, None]
bm, bv = x.mean((0, 2, 3)), x.var((0, 2, 3))
case("batch_norm", [x, w, b, m, v],
     (x - c(m)) / np.sqrt(c(v) + 1e-5) * c(w) + c(b),
     (x - c(bm)) / np.sqrt(c(bv) + 1e-5) * c(w) + c(b),
     0.9 * m + 0.1 * bm, 0.9 * v + 0.1 * x.var((0, 2, 3), ddof=1))

# --- Modules 11 to 13 ---
i, w = rng.integers(0, 6, (2, 4)), normal(6, 3)
case("embedding", [i, w], w[i])
t, d = np.arange(12)[:, None], np.arange(10)[None]
angle = t / 10000 ** (d // 2 * 2 / 10)
case("positions", [np.zeros((12, 10))],
     np.where(d % 2 == 0, np.sin(angle), np.cos(angle)))


def attention(q, k, v, causal):
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    if causal:
        n, m = scores.shape[-2:]
        scores = np.where(np.tril(np.ones((n, m)), m - n) > 0, scores, -np.inf)
    return softmax(scores) @ v


q, k, v = normal(2, 3, 5, 4), normal(2, 3, 7, 4), normal(2, 3, 7, 6)
case("attention", [q, k, v], attention(q, k, v, False),
     attention(q, k, v, True))
x, wi, bi, wo, bo = (normal(2, 5, 8), normal(24, 8), normal(24), normal(8, 8),
                     normal(8))
parts = [p.reshape(2, 5, 2, 4).transpose(0, 2, 1, 3)
         for p in np.split(x @ wi.T + bi, 3, -1)]
found = attention(*parts, True).transpose(0, 2, 1, 3).reshape(2, 5, 8)
case("multi_head_attention", [x, wi, bi, wo, bo], found @ wo.T + bo)
x, w, b = normal(3, 4, 6) * 2 + 1, normal(6), normal(6)
case("layer_norm", [x, w, b],
     (x - x.mean(-1, keepdims=True)) /
     np.sqrt(x.var(-1, keepdims=True) + 1e-5) * w + b)

# --- Modules 16 and 17 ---
x = normal(4, 9)
scale = np.abs(x).max(1, keepdims=True) / 127
case("quantize_per_channel", [x], np.round(x / scale), scale[:, 0])
x = normal(9, 6)
case("svd", [x], np.linalg.svd(x, compute_uv=False))
y, t, labels = normal(3, 4), normal(3, 4), np.array([1, 3, 0])
soft = -(softmax(t / 3) * special.log_softmax(y / 3, -1)).sum(1).mean()
hard = -special.log_softmax(y, -1)[np.arange(3), labels].mean()
case("distillation_loss", [y, t, labels], 0.6 * 9 * soft + 0.4 * hard)


def write(path):
    header, data = {"__metadata__": {"made_by": "make_golden.py"}}, b""
    for name in sorted(tensors):
        values = np.ascontiguousarray(tensors[name]).astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape),
                        "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(sys.argv[1])
