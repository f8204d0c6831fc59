"""Ringfort: an open simulator of layered base defence."""

__version__ = "0.1.0"
