"""A real boto3 client whose calls end here: botocore validates each request, and each answer is validated too."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from types import SimpleNamespace
from typing import Any

import botocore.session
from botocore.exceptions import ClientError
from botocore.model import OperationModel, ServiceModel
from botocore.validate import ParamValidator

from services.aws.session import Aws, Service

ACCOUNT = "123456789012"
Asked = Mapping[str, Any]
Answer = Callable[[Asked], Mapping[str, Any]]


@cache
def _whole(service: Service) -> ServiceModel:
    return botocore.session.get_session().get_service_model(service)


class Wire:
    """Answers the operations it was told about, and keeps what was asked."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._lock = Lock()
        self._answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        # Counted before a fleet is listed; a test that is not about that need not say so.
        self.on("inspector2", "ListFindingAggregations", fails(aws_error("AccessDeniedException", status=403)))
        self.asked_quietly = {"ListFindingAggregations"}

    def on(self, service: Service, operation: str, answer: Answer) -> None:
        """Let `answer` make the reply to each call of `operation`, or raise."""

        def reply(model: OperationModel, context: dict[str, Any], **_: object) -> tuple[object, Mapping[str, Any]]:
            if model.name not in self.asked_quietly:
                with self._lock:
                    self.asked.append(context["asked"])
            told = self._answers[model.name](context["asked"])
            # The whole model: the client's own lacks what is not read.
            shape = _whole(service).operation_model(model.name).output_shape
            if shape is None:
                assert not told, f"{model.name} answers nothing"
            else:
                report = ParamValidator().validate(dict(told), shape)
                assert not report.has_errors(), report.generate_report()
            return SimpleNamespace(status_code=200), told

        def remember(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
            context["asked"] = dict(params)

        known = operation in self._answers
        self._answers[operation] = answer
        if known:
            self.asked_quietly.discard(operation)
            return
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
