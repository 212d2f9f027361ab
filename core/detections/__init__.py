"""Tells an attack from ordinary work in CloudTrail events."""

from core.detections.answer import Category, Detection, Story, Sureness
from core.detections.engine import detect
from core.detections.grouping import stories

__all__ = ["Category", "Detection", "Story", "Sureness", "detect", "stories"]
