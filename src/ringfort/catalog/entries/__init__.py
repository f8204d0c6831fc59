"""The entries that come with Ringfort, one YAML file a family."""
