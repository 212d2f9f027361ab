"""GuardDuty: the operations that read, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.guardduty.detectors import get_detector, list_detectors
from sandbox.aws.guardduty.findings import get_findings, list_findings

GUARDDUTY: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "GetDetector": get_detector,
    "GetFindings": get_findings,
    "ListDetectors": list_detectors,
    "ListFindings": list_findings,
}
