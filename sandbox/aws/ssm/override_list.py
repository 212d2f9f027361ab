"""Reads an InstallOverrideList, as the patching script on a machine does: YAML, from moto's S3.

https://docs.aws.amazon.com/systems-manager/latest/userguide/override-lists.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import yaml
from moto.core.exceptions import ServiceException
from moto.s3.models import s3_backends

from sandbox.aws.account import Account
from sandbox.aws.life import Item

BUCKET = "sandbox-patching"


class UnreadableError(Exception):
    """The list cannot be had, or is no list."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One patch of the list; both texts may have wildcards, and an empty title takes any version."""

    id: str
    title: str = ""

    def means(self, item: Item) -> bool:
        """Whether a package is this one."""
        if self.id.upper().startswith("KB"):
            return item.kb.upper() == self.id.upper()
        version = not self.title or fnmatchcase(f"{item.kb}:{item.available}", self.title)
        return version and fnmatchcase(item.kb, self.id)


def seed_override_bucket(account_id: str, region: str) -> None:
    """The bucket that machines may read their lists from."""
    s3_backends[account_id]["aws"].create_bucket(BUCKET, region)


def override_list(account: Account, url: str) -> tuple[Wanted, ...]:
    """The patches that a list names.

    Raises:
        UnreadableError: with the sentence that the script prints.
    """
    try:
        found = yaml.safe_load(_download(account, url))
    except yaml.YAMLError as error:
        raise UnreadableError(f"Unable to parse the install override list {url}: {error}") from error
    rows = found.get("patches") if isinstance(found, dict) else None
    if not isinstance(rows, list) or not rows:
        raise UnreadableError(f"The install override list {url} names no patches.")
    return tuple(_wanted(each, url) for each in rows)


def matching(items: Mapping[str, Item], wanted: Sequence[Wanted]) -> list[Item]:
    """The packages that the list means."""
    return [item for item in items.values() if any(each.means(item) for each in wanted)]


def _download(account: Account, url: str) -> bytes:
    bucket, _, key = url.removeprefix("s3://").partition("/")
    if not url.startswith("s3://"):
        raise UnreadableError(f"Unable to download file from {url}: the machine does not get there.")
    try:
        found = s3_backends[account.id]["aws"].get_object(bucket, key)
    except ServiceException as error:
        raise UnreadableError(f"Unable to download file from S3: {url}. {error}") from error
    if found is None:
        raise UnreadableError(f"Unable to download file from S3: {url}. NoSuchKey")
    content: bytes = found.value
    return content


def _wanted(row: Any, url: str) -> Wanted:  # noqa: ANN401  whatever stands in the list
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not isinstance(row.get("title", ""), str):
        raise UnreadableError(f"The install override list {url} has an entry without an id.")
    return Wanted(row["id"], row.get("title", ""))
