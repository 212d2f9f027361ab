from datetime import UTC, datetime
from typing import Any

import botocore.session
import pytest
from botocore.model import ListShape, Shape, StructureShape

from services.aws.session import Aws
from services.aws.trim import READ, Kept, trim, utc_time


@pytest.mark.parametrize("service", READ)
def test_everything_that_is_read_exists_in_the_model(service: str) -> None:
    def exists(shape: Shape, kept: Kept) -> bool:
        if isinstance(shape, ListShape):
            return exists(shape.member, kept)
        members = shape.members if isinstance(shape, StructureShape) else {}
        return all(name in members and exists(members[name], below) for name, below in kept.items())

    model = botocore.session.get_session().get_service_model(service)
    for operation, kept in READ[service].items():
        output = model.operation_model(operation).output_shape
        assert output
        assert exists(output, kept)


def test_what_is_not_read_is_gone_from_one_client_only(aws: Aws) -> None:
    model = aws.client("inspector2").meta.service_model
    output: Any = model.operation_model("ListFindings").output_shape
    finding = output.members["findings"].member
    assert "description" not in finding.members
    assert (
        "fixedInVersion" in finding.members["packageVulnerabilityDetails"].members["vulnerablePackages"].member.members
    )
    whole: Any = botocore.session.get_session().get_service_model("inspector2").operation_model("ListFindings")
    assert "description" in whole.output_shape.members["findings"].member.members


def test_a_service_that_is_read_whole_keeps_its_model() -> None:
    model = botocore.session.get_session().get_service_model("sts")
    trim("sts", model)
    output: Any = model.operation_model("GetCallerIdentity").output_shape
    assert set(output.members) == {"UserId", "Account", "Arn"}


@pytest.mark.parametrize(
    "told",
    [1793498400, 1793498400.0, "2026-11-01T02:00:00.000Z", "2026-11-01T02:00:00Z", "Sun, 01 Nov 2026 02:00:00 GMT"],
)
def test_a_time_is_read_in_utc_however_it_is_told(told: object) -> None:
    assert utc_time(told) == datetime(2026, 11, 1, 2, tzinfo=UTC)
    assert utc_time(told).tzinfo is UTC
