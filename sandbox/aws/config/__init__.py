"""AWS Config: the history of security groups and machines."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.config.history import get_resource_config_history

CONFIG: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "GetResourceConfigHistory": get_resource_config_history
}
