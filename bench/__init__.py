"""Ratios of speed for developers: ``make bench``, or ``python -m bench --help``."""
