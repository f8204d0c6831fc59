"""Answers for people: figures, maps and pages."""
