"""Sensors: odds of detection and accuracies."""
