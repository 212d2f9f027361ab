"""CloudTrail: the operation moto lacks."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.lookup_events import lookup_events

CLOUDTRAIL: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {"LookupEvents": lookup_events}
