"""A real boto3 client whose calls end here: botocore validates each request, and each answer is validated too."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError
from botocore.model import OperationModel
from botocore.validate import ParamValidator

from services.aws.session import Aws, Service

ACCOUNT = "123456789012"
Asked = Mapping[str, Any]
Answer = Callable[[Asked], Mapping[str, Any]]


class Wire:
    """Answers the operations it was told about, and keeps what was asked."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._lock = Lock()
        self.asked: list[Asked] = []

    def on(self, service: Service, operation: str, answer: Answer) -> None:
        """Let `answer` make the reply to each call of `operation`, or raise."""

        def reply(model: OperationModel, context: dict[str, Any], **_: object) -> tuple[object, Mapping[str, Any]]:
            with self._lock:
                self.asked.append(context["asked"])
            told = answer(context["asked"])
            assert model.output_shape
            report = ParamValidator().validate(dict(told), model.output_shape)
            assert not report.has_errors(), report.generate_report()
            return SimpleNamespace(status_code=200), told

        def remember(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
            context["asked"] = dict(params)

        # The stubs say that no event takes a result; this one does, it is how botocore's own Stubber works.
        events: Any = self._aws.client(service).meta.events
        events.register(f"provide-client-params.{service}.{operation}", remember)
        events.register(f"before-call.{service}.{operation}", reply)


def aws_error(code: str, message: str = "", status: int = 400) -> ClientError:
    """The error botocore makes of an error answer."""
    metadata: Any = {"HTTPStatusCode": status}
    return ClientError({"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}, "Asked")


def fails(error: Exception) -> Answer:
    """An answer that is always this error."""

    def answer(_: Asked) -> Mapping[str, Any]:
        raise error

    return answer


def paged(key: str, pages: Sequence[Sequence[Mapping[str, Any]] | Exception], **always: str) -> Answer:
    """Pages in order, each with a token for the next; an exception is raised in place of its page."""
    # EC2 spells its fields with a capital, Inspector without.
    token = "NextToken" if key[0].isupper() else "nextToken"

    def answer(asked: Asked) -> Mapping[str, Any]:
        number = int(asked.get(token, "0"))
        page = pages[number]
        if isinstance(page, Exception):
            raise page
        more = {token: str(number + 1)} if number + 1 < len(pages) else {}
        return {**always, key: page, **more}

    return answer


def wire_finding(number: int = 1, severity: str = "HIGH", instance_id: str = "i-0aaaaaaaaaaaaaaa1") -> dict[str, Any]:
    """A finding with only what the service always tells."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return {
        "findingArn": f"arn:aws:inspector2:us-west-2:{ACCOUNT}:finding/{number:032x}",
        "awsAccountId": ACCOUNT,
        "type": "PACKAGE_VULNERABILITY",
        "description": "A flaw.",
        "remediation": {},
        "severity": severity,
        "firstObservedAt": at,
        "lastObservedAt": at,
        "status": "ACTIVE",
        "resources": [{"type": "AWS_EC2_INSTANCE", "id": instance_id}],
        "packageVulnerabilityDetails": {"vulnerabilityId": f"CVE-2026-{number:04}", "source": "NVD"},
    }
