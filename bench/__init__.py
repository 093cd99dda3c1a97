"""Measurements of quality and speed, run by `make bench`."""
