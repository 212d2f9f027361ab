"""One CloudTrail event as the detections see it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.detections.identity import Identity, identity_of
from core.detections.reading import member, moment, shown, text

# Lambda and CloudFront put the version of their API behind the name of a call: UpdateFunctionCode20150331v2.
_API_VERSION = re.compile(r"(?:20\d\d_?\d\d_?\d\d)(?:v\d+)?\Z")
_DENIED = ("accessdenied", "unauthorized", "notauthorized", "forbidden", "not authorized", "kmsaccessdenied")
_SUBJECTS = (
    "userName", "roleName", "groupName", "policyArn", "bucketName", "functionName", "name", "trailName", "keyId",
    "secretId",
    "instanceId", "snapshotId", "imageId", "volumeId", "groupId", "dBInstanceIdentifier", "dBSnapshotIdentifier",
    "dBClusterIdentifier", "dBClusterSnapshotIdentifier", "detectorId", "queueUrl", "topicArn", "repositoryName",
    "domainName",
    "vaultName", "backupVaultName", "fileSystemId", "clusterName", "vpcId", "routeTableId", "networkAclId",
    "internetGatewayId", "resourceArn", "resourceId", "modelId", "target", "roleArn", "logGroupName",
    "configurationRecorderName",
    "deliveryChannelName", "sAMLProviderArn", "resolverQueryLogConfigId", "webACLArn", "layerName", "projectName", "id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One call. `index` is its place in what was given; `source` the service ("iam"); `name` the call without version.

    `at` is None where the time cannot be read. `error` is empty where the call succeeded. `ours` are accounts known to
    belong to whoever owns this one.
    """

    index: int
    raw: Mapping[str, object]
    at: datetime | None
    source: str
    name: str
    error: str
    request: object
    response: object
    who: Identity
    source_ip: str
    agent: str
    region: str
    account: str
    ours: frozenset[str] = frozenset()

    @property
    def denied(self) -> bool:
        """Whether it was refused for want of permission."""
        said = self.error.lower()
        return any(word in said for word in _DENIED)

    @property
    def succeeded(self) -> bool:
        """Whether it did what it asked for; a failed login is no error of the call, and stands in the response."""
        return not self.error and text(member(self.response, "ConsoleLogin")).lower() != "failure"

    @property
    def read_only(self) -> bool:
        """Whether it changed nothing, as CloudTrail says or, where it does not, as the call is named."""
        said = self.raw.get("readOnly")
        if isinstance(said, bool) or text(said):
            return said is True or text(said).lower() == "true"
        return self.name.startswith(("Describe", "Get", "List", "Lookup", "Head", "BatchGet", "Search", "View"))

    @property
    def subject(self) -> str:
        """What the call was about, for people; empty where it does not say."""
        return next((shown(value) for name in _SUBJECTS if (value := member(self.request, name)) and text(value)), "")

    def foreign(self, account: str) -> bool:
        """Whether an account is somebody else's; one that is not named is not."""
        return bool(account) and account != self.account and account not in self.ours

    def asked(self, *path: str) -> str:
        """A text of the request."""
        return text(member(self.request, *path))

    def more(self, *path: str) -> str:
        """A text of what the service added beside request and response."""
        return text(member(self.raw.get("additionalEventData"), *path))


def event_of(index: int, raw: Mapping[str, object], ours: frozenset[str] = frozenset()) -> Event:
    """Any JSON object as an event; what is missing or of another type is empty."""
    who = identity_of(raw)
    return Event(
        index=index,
        raw=raw,
        at=moment(raw.get("eventTime")),
        source=text(raw.get("eventSource")).partition(".")[0],
        name=_API_VERSION.sub("", text(raw.get("eventName"))),
        error=text(raw.get("errorCode")) or _error_of(raw),
        request=raw.get("requestParameters"),
        response=raw.get("responseElements"),
        who=who,
        source_ip=text(raw.get("sourceIPAddress")),
        agent=text(raw.get("userAgent")),
        region=text(raw.get("awsRegion")),
        account=text(raw.get("recipientAccountId")) or who.account,
        ours=ours,
    )


def _error_of(raw: Mapping[str, object]) -> str:
    """Some services tell a failure in words only; a failed login stands in the response and is no error of the call."""
    return "Failure" if text(raw.get("errorMessage")) and raw.get("eventName") != "ConsoleLogin" else ""
