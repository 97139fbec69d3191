"""A news site on the loopback interface, with everything that goes wrong on real ones."""
