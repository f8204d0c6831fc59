"""The raid: compile, play, record, explain."""
