"""The detections themselves, one file per category or subject."""
