"""What acts on what flies."""
