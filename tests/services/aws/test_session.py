from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.config import Config

from core.errors import Cause, Upstream
from services.aws.session import Aws, Identity
from tests.services.aws.wire import ACCOUNT, Asked, Wire, aws_error, fails

ARN = f"arn:aws:sts::{ACCOUNT}:assumed-role/sre-read/bot"


def test_all_threads_share_one_client_of_a_service(aws: Aws) -> None:
    with ThreadPoolExecutor(8) as pool:
        clients = set(pool.map(lambda _: id(aws.client("ec2")), range(16)))
    assert len(clients) == 1


def test_clients_are_impatient_and_retry(aws: Aws) -> None:
    config: Any = aws.client("inspector2").meta.config
    assert (config.connect_timeout, config.read_timeout, config.max_pool_connections) == (3, 10, 72)
    assert config.retries == {"mode": "standard", "total_max_attempts": 3}
    assert "sre-operations-assistant" in config.user_agent_extra


def test_identity_is_asked_once(wire: Wire, aws: Aws) -> None:
    wire.on("sts", "GetCallerIdentity", lambda _: {"Account": ACCOUNT, "Arn": ARN, "UserId": "A"})
    assert aws.identity() == aws.identity() == Identity(ACCOUNT, ARN, "us-west-2")
    assert len(wire.asked) == 1


def test_identity_is_asked_again_after_a_failure(wire: Wire, aws: Aws) -> None:
    refusals = [aws_error("ExpiredToken", status=403)]

    def answer(_: Asked) -> Mapping[str, Any]:
        if refusals:
            raise refusals.pop()
        return {"Account": ACCOUNT, "Arn": ARN, "UserId": "A"}

    wire.on("sts", "GetCallerIdentity", answer)
    with pytest.raises(Upstream, match="credentials have expired"):
        aws.identity()
    assert aws.identity().arn == ARN


def test_the_account_is_the_callers_where_none_was_given() -> None:
    aws = Aws("us-west-2")
    Wire(aws).on("sts", "GetCallerIdentity", lambda _: {"Account": ACCOUNT, "Arn": ARN, "UserId": "A"})
    assert aws.account == ACCOUNT


def test_a_denial_names_the_role_once_it_is_known(wire: Wire, aws: Aws) -> None:
    wire.on("sts", "GetCallerIdentity", lambda _: {"Account": ACCOUNT, "Arn": ARN, "UserId": "A"})
    aws.identity()
    with pytest.raises(Upstream, match="for the role sre-read"), aws.asking("ec2", "DescribeInstances"):
        raise aws_error("UnauthorizedOperation", status=403)


def test_a_role_that_may_not_ask_who_it_is_hears_it(wire: Wire, aws: Aws) -> None:
    wire.on("sts", "GetCallerIdentity", fails(aws_error("AccessDenied", status=403)))
    with pytest.raises(Upstream, match="sts:GetCallerIdentity"):
        aws.identity()


def test_a_closed_port_is_unreachable(monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{closed_port}")
    aws = Aws("us-west-2", config=Config(retries={"total_max_attempts": 1}))
    with pytest.raises(Upstream, match=str(closed_port)) as raised:
        aws.identity()
    assert raised.value.cause is Cause.UNREACHABLE


def test_a_machine_without_credentials_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(Upstream, match="No AWS credentials were found"):
        Aws("us-west-2").identity()


def test_a_profile_that_does_not_exist_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(Upstream, match="ProfileNotFound"):
        Aws("us-west-2").identity()


def test_a_web_page_in_place_of_an_answer_is_an_error(monkeypatch: pytest.MonkeyPatch, web_page: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", web_page)
    with pytest.raises(Upstream) as raised:
        Aws("us-west-2").identity()
    assert raised.value.cause is Cause.BROKEN


def test_a_silent_endpoint_times_out(monkeypatch: pytest.MonkeyPatch, silent_port: int) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent_port}")
    aws = Aws("us-west-2", config=Config(read_timeout=0.05, retries={"total_max_attempts": 1}))
    with pytest.raises(Upstream) as raised:
        aws.identity()
    assert raised.value.cause is Cause.TIMED_OUT
