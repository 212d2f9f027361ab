"""Ids of Slack as they stand in settings: people, user groups and channels are named by nothing else."""

import re
from typing import Annotated

from pydantic import AfterValidator

_PERSON = re.compile(r"[UW][A-Z0-9]{6,}")
_GROUP = re.compile(r"S[A-Z0-9]{6,}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{6,}")


def _person(value: str) -> str:
    if not _PERSON.fullmatch(value):
        raise ValueError(f"{value!r} is no Slack user id; it looks like U024BE7LH")
    return value


def _person_or_group(value: str) -> str:
    if not (_PERSON.fullmatch(value) or _GROUP.fullmatch(value)):
        raise ValueError(f"{value!r} is no Slack user or user group id; they look like U024BE7LH and S0604QSJC")
    return value


def _channel(value: str) -> str:
    if value and not _CHANNEL.fullmatch(value):
        raise ValueError(f"{value!r} is no Slack channel id; it looks like C024BE91L")
    return value


Person = Annotated[str, AfterValidator(_person)]
Approver = Annotated[str, AfterValidator(_person_or_group)]
ChannelId = Annotated[str, AfterValidator(_channel)]
