"""What resources looked like before, where AWS Config records them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.errors import Upstream
from core.gaps import Gap
from core.resource_history import ConfigurationItem, ResourceHistory
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_config.type_defs import GetResourceConfigHistoryResponseTypeDef

# https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html: 100 a page.
_PAGE_SIZE = 100
_MOST = 300


class ConfigHistory:
    """Asks AWS Config in one region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def of(self, resource_type: str, resource_id: str, since: datetime, until: datetime) -> ResourceHistory:
        """Items of a resource (`AWS::EC2::SecurityGroup`, sg-…) between two moments, and the one before them.

        Nothing is raised.
        """
        items: list[ConfigurationItem] = []
        try:
            # Config itself leaves out the item that held when the span began, so it is asked for without a beginning.
            for page in every_page(lambda token: self._page(resource_type, resource_id, until, token)):
                items += [_item(wire) for wire in page.get("configurationItems", [])]
                if any(item.at < since for item in items) or len(items) >= _MOST:
                    break
        except _NotRecordedError as error:
            gap = Gap(what=f"history of {resource_id}", why=str(error), advice=_RECORD, by_choice=True)
            return ResourceHistory(resource_type=resource_type, resource_id=resource_id, gaps=(gap,))
        except Upstream as error:
            gap = Gap(what=f"history of {resource_id}", why=error.sentence, advice=error.advice)
            return _history(resource_type, resource_id, items, since, (gap,))
        return _history(resource_type, resource_id, items, since, ())

    def _page(
        self, resource_type: str, resource_id: str, until: datetime, token: str
    ) -> "GetResourceConfigHistoryResponseTypeDef":
        with self._aws.asking("config", "GetResourceConfigHistory"):
            client = self._aws.client("config")
            try:
                return client.get_resource_config_history(
                    resourceType=resource_type,  # type: ignore[arg-type]  # one that Config does not know has no history
                    resourceId=resource_id,
                    laterTime=until,
                    limit=_PAGE_SIZE,
                    **({"nextToken": token} if token else {}),  # type: ignore[arg-type]  # the name of a field
                )
            except client.exceptions.ResourceNotDiscoveredException as error:
                raise _NotRecordedError("AWS Config has never recorded it.") from error
            except client.exceptions.NoAvailableConfigurationRecorderException as error:
                raise _NotRecordedError(f"AWS Config is not enabled in {self._aws.region}.") from error


_RECORD = "Let AWS Config record that kind of resource to see what it was before a change."


class _NotRecordedError(Exception):
    """Config knows nothing of the resource; the message says why."""


def _history(
    resource_type: str, resource_id: str, items: list[ConfigurationItem], since: datetime, gaps: tuple[Gap, ...]
) -> ResourceHistory:
    newest_first = sorted(items, key=lambda item: item.at, reverse=True)
    inside = [item for item in newest_first if item.at >= since]
    before = [item for item in newest_first if item.at < since][:1]
    return ResourceHistory(resource_type=resource_type, resource_id=resource_id, items=(*inside, *before), gaps=gaps)


def _item(wire: Mapping[str, Any]) -> ConfigurationItem:
    at: datetime = wire.get("configurationItemCaptureTime") or datetime.min.replace(tzinfo=UTC)
    return ConfigurationItem(
        at=at.astimezone(UTC),
        status=wire.get("configurationItemStatus", ""),
        configuration=_parsed(wire.get("configuration")),
        more={name: _inner(value) for name, value in (wire.get("supplementaryConfiguration") or {}).items()},
        tags=dict(wire.get("tags") or {}),
        events=tuple(wire.get("relatedEvents") or ()),
    )


def _inner(value: object) -> object:
    """Members of the supplementary configuration are JSON in texts too, where they are more than a word."""
    try:
        return json.loads(value) if isinstance(value, str) and value[:1] in {"{", "["} else value
    except (ValueError, RecursionError):
        return None


def _parsed(text: object) -> dict[str, Any]:
    """Config sends the configuration as JSON in a text."""
    try:
        found = json.loads(text) if isinstance(text, str) and text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
