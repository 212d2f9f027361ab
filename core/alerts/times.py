"""The ways in which senders write times."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MILLISECONDS, _MICROSECONDS, _NANOSECONDS = 1e11, 1e14, 1e17
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_ZONE = re.compile(r"([+-]\d{2})[:.]?(\d{2})$")
_FRACTION = re.compile(r"(\.\d{6})\d+")
_FORMS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%b %d, %Y %I:%M:%S %p",
    "%a %b %d %H:%M:%S %Y",
    "%d/%m/%Y %H:%M:%S",
)


def moment(value: object) -> datetime | None:
    """A time as aware UTC; None for what is no time, and for times at which no alert was sent (year 1, 1970, 9999)."""
    try:
        found = _number(float(value)) if isinstance(value, int | float) else _text(value)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return found if found and _EARLIEST <= found <= _LATEST else None


def _number(seconds: float) -> datetime:
    for limit, unit in ((_NANOSECONDS, 1e9), (_MICROSECONDS, 1e6), (_MILLISECONDS, 1e3)):
        if abs(seconds) >= limit:
            return datetime.fromtimestamp(seconds / unit, UTC)
    return datetime.fromtimestamp(seconds, UTC)


def _text(value: object) -> datetime | None:
    if not isinstance(value, str) or not 6 <= len(said := value.strip()) <= 64:  # noqa: PLR2004  a year to a long form
        return None
    if said.replace(".", "", 1).isdigit():
        return _number(float(said))
    zoneless = said.removesuffix(" UTC").removesuffix(" GMT").replace(" UTC ", " ").replace(" GMT ", " ")
    iso = _FRACTION.sub(r"\1", _ZONE.sub(r"\1:\2", zoneless.replace("Z", "+00:00")))
    for read in (datetime.fromisoformat, *(_form(form) for form in _FORMS), parsedate_to_datetime):
        try:
            found = read(iso if read is datetime.fromisoformat else zoneless)
        except (ValueError, TypeError, IndexError):
            continue
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _form(form: str) -> Callable[[str], datetime]:
    return lambda said: datetime.strptime(said, form).replace(tzinfo=UTC)
