"""From detections to tracks, without the truth."""
