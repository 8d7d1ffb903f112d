"""What training may use, the same for everybody."""

# //grader/contract:limits_test holds the pages that students read to these.
TRAINING_CPU_SECONDS = 900
TRAINING_MEMORY_MIB = 2048
