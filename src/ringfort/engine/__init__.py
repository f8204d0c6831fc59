"""The raid: compile a scenario, play it, record it, explain it."""
