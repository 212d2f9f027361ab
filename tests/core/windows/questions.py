"""Whole questions about web-1, of which a test names only what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypedDict, Unpack

from core.answers.patch_window import RecommendedWindow
from core.conflicts import Conflict
from core.fleet import Instance
from core.series import Series
from core.windows.advice import Advice, Question, advise
from core.windows.peers import Peers
from tests.core.examples import NOW, instance
from tests.core.windows.loads import UTC_ZONE, by_night, series_of

PAIR = Peers("the role web", (instance(2),))


_USUAL = Question(
    instance=instance(1),
    series=(series_of(by_night),),
    load_read=True,
    peers=PAIR,
    peer_cpu={},
    conflicts=(),
    unread=(),
    zone=UTC_ZONE,
    now=NOW,
    days_ahead=7,
    minutes=60,
)


class Given(TypedDict, total=False):
    """What a test may name."""

    instance: Instance
    series: Sequence[Series]
    load_read: bool
    peers: Peers
    peer_cpu: Mapping[str, Series]
    conflicts: Sequence[Conflict]
    unread: tuple[str, ...]


def advice(**more: Unpack[Given]) -> Advice:
    return advise(replace(_USUAL, **more))


def first(**more: Unpack[Given]) -> RecommendedWindow:
    return advice(**more).windows[0]
