"""What flies: hostile, friendly or neither."""
