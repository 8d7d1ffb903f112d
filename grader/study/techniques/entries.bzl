"""The entries of the study of techniques, and the categories that they enter."""

CATEGORIES = [
    "energy_efficient",
    "memory_miser",
    "speed_demon",
]

# Each entry, and whose weights it has.
ENTRIES = {
    "optimized": "plain",
    "plain": "plain",
    "pruned_in_load": "plain",
    "quantized": "quantized",
    "quantized_in_load": "plain",
    "separable": "separable",
    "separable_optimized": "separable",
    "thinned": "thinned",
    "thinned_in_load": "plain",
}
