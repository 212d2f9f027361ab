"""Changes of configuration, judged: from what to what, by whom, and what that means for controls."""

from datetime import datetime

from core.answers.security_events import Looked
from core.drift import ConfigChange, ControlState
from core.findings import Severity
from core.gaps import Gap
from core.model import Model
from core.place import Place


class ToolRun(Model):
    """Minor changes that one caller made in one go with an infrastructure tool."""

    tool: str
    who: str
    count: int
    began: datetime | None
    ended: datetime | None


class ClassCount(Model):
    """How many events belong to one of the fifteen classes that CIS wants watched; some of them change nothing."""

    name: str
    about: str
    count: int


class SecurityImpact(Model):
    """How bad the changes are together. `minor` are of low severity or none, `good_news` made something safer."""

    worst: Severity
    critical: int
    high: int
    medium: int
    minor: int
    good_news: int


class ComplianceStatus(Model):
    """How controls stand after the last change that touches each, by control and thing; and all classes of CIS."""

    non_compliant: tuple[ControlState, ...]
    compliant: tuple[ControlState, ...]
    unknown: tuple[ControlState, ...]
    classes: tuple[ClassCount, ...]


class ConfigChanges(Model):
    """Changes, worst first and of those the newest first, at most 200 of `change_count`.

    `tool_runs` fold minor changes of infrastructure tools, which are in `changes` too.
    """

    changes: tuple[ConfigChange, ...]
    security_impact: SecurityImpact
    compliance_status: ComplianceStatus
    summary: str
    change_count: int
    tool_runs: tuple[ToolRun, ...]
    looked: Looked
    asked_for: tuple[str, ...]
    label: str
    time_range: str
    partial: tuple[Gap, ...]
    place: Place

    @property
    def notable(self) -> tuple[ConfigChange, ...]:
        """Those that weaken something."""
        return tuple(each for each in self.changes if weakens(each))

    @property
    def good_news(self) -> tuple[ConfigChange, ...]:
        """Those that made something safer."""
        return tuple(each for each in self.changes if each.good_news)

    @property
    def others(self) -> tuple[ConfigChange, ...]:
        """Minor ones that no tool made."""
        return tuple(each for each in self.changes if not (weakens(each) or each.good_news or each.tool))


def weakens(change: ConfigChange) -> bool:
    """Whether a change is worth a look by itself: of medium severity at least, and not for the better."""
    return change.severity in _NOTABLE and not change.good_news


_NOTABLE = frozenset({Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM})
