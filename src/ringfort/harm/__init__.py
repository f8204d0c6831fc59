"""What arrives, and whom it hurts."""
