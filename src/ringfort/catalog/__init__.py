"""The catalogue: entries as data, models by entry point. Reading ids imports no model."""
