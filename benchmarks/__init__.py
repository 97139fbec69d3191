"""Speed, measured: `make bench`. Nothing here is a test; figures depend on the machine, so compare within one run."""
