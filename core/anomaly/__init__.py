"""What is unusual in a series, judged for each point by its past alone."""

from core.anomaly.answer import Anomaly, Band
from core.anomaly.judgement import band, detect

__all__ = ["Anomaly", "Band", "band", "detect"]
