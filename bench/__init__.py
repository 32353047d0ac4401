"""The project's own benchmarks: run floor and subject interleaved, print medians and ratios."""
