"""Speed, measured: `make bench`. Nothing here is a test; figures depend on the machine, so compare within one run."""

from flows.environment import keep_memory

keep_memory()  # as a run does, and before polars is imported
