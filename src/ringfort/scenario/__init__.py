"""The scenario file: document, load, check."""
