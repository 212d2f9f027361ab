"""Judges changes of security groups by what they open, for whom."""

from core.security_groups.exposure import Exposure
from core.security_groups.judgement import Judgement, Opening, judge, judgement

__all__ = ["Exposure", "Judgement", "Opening", "judge", "judgement"]
