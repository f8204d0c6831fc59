"""The laws of nature, each with its source."""
