"""Cases with a source and the adapters that try them."""
