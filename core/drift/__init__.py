"""Judges changes of configuration: from what to what, how bad that is, and which controls it touches."""

from core.drift.answer import Area, ChangeClass, Compliance, ConfigChange, ControlState
from core.drift.classes import classes_of
from core.drift.items import judge_item
from core.drift.judgement import judge_change

__all__ = [
    "Area",
    "ChangeClass",
    "Compliance",
    "ConfigChange",
    "ControlState",
    "classes_of",
    "judge_change",
    "judge_item",
]
