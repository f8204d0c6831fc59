"""Frames, terrain, weather and the site."""
