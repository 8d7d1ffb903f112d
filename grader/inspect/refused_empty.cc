// Compiled in place of a source that the inspection refused.
