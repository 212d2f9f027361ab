"""Security Hub: the operation that reads findings."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.securityhub.get_findings import get_findings

SECURITYHUB: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {"GetFindings": get_findings}
