"""Who is graded by //grader:all: the folders of //submissions."""

ROSTER = [
    "baseline",
    "fused",
    "lowered",
    "pooled",
    "quantized",
    "strided",
]
