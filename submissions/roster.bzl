"""Who is graded by //grader:all: the folders of //submissions."""

# The course's own: shown beside what students hand in, unranked, and winning
# nothing. Nobody registers or hands in under these names. What is not to be
# graded stays here, and is left out of ROSTER.
EXAMPLES = [
    "baseline",
    "fused",
    "lowered",
    "pooled",
    "quantized",
    "strided",
]

# What students handed in: `tito olympics submit` adds to it.
STUDENTS = []

ROSTER = EXAMPLES + STUDENTS
