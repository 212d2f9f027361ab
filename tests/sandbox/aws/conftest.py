"""One sandbox process for all tests of this folder, and clients that speak to it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.config import Config

from tests.sandbox.aws.clients import Boto, Clients, Control, Faults, Found, Json
from tests.sandbox.aws.lively import Lively

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    """Moto's state is global, so the sandbox runs apart from tests that use moto themselves."""
    command = [sys.executable, "-m", "sandbox.aws", "--port", "0", "--debug", "--speed", "300"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("ready ").strip()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


@pytest.fixture(scope="session")
def lively_account() -> Iterator[Lively]:
    """Clients take longer to make than an account to be made new."""
    command = [sys.executable, "-m", "sandbox.aws", "--port", "0", "--debug", "--speed", "600"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Lively(process.stdout.readline().removeprefix("ready ").strip())
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


@pytest.fixture
def lively(lively_account: Lively) -> Lively:
    lively_account.control("POST", "reset")
    return lively_account


@pytest.fixture(scope="session")
def client(aws_url: str) -> Clients:
    session = boto3.Session(
        aws_access_key_id="AKIASANDBOX", aws_secret_access_key="not-a-secret", region_name="us-west-2"
    )

    @cache
    def get(service: str, region: str = "us-west-2", attempts: int = 1, timeout_s: float = 20) -> Boto:
        config = Config(retries={"total_max_attempts": attempts, "mode": "standard"}, read_timeout=timeout_s)
        make: Any = session.client
        made: Boto = make(service, region_name=region, endpoint_url=aws_url, config=config)
        return made

    return get


@pytest.fixture(scope="session")
def control(aws_url: str) -> Control:
    def call(method: str, path: str, body: object = None) -> Json:
        data = json.dumps(body).encode() if body is not None else None
        with urlopen(Request(f"{aws_url}/control/{path}", data, method=method)) as answer:  # noqa: S310 - loopback
            found: Json = json.load(answer)
            return found

    return call


@pytest.fixture
def faults(control: Control) -> Iterator[Faults]:
    def put(plan: Json) -> None:
        control("POST", "faults", plan)

    yield put
    control("DELETE", "faults")


@pytest.fixture(scope="session")
def inspector(client: Clients) -> Boto:
    return client("inspector2")


@pytest.fixture(scope="session")
def found(inspector: Boto) -> Found:
    def ask(**criteria: list[Any]) -> list[Json]:
        filters = {
            name: [{"comparison": "EQUALS", "value": one} if isinstance(one, str) else one for one in values]
            for name, values in criteria.items()
        }
        pages = inspector.get_paginator("list_findings").paginate(
            filterCriteria=filters, PaginationConfig={"PageSize": 100}
        )
        return [finding for page in pages for finding in page["findings"]]

    return ask


@pytest.fixture
def all_findings(found: Found) -> list[Json]:
    """As they are now: other tests let findings appear in the same account."""
    return found()
