"""The command line: thin verbs, no logic."""
