"""What the doctor says about the policy."""

from datetime import timedelta

import pytest

from bot.policy_checks import policy_parts
from bot.settings import Settings
from core.answers.health import State
from core.patching.policy import AutoApprove, Freeze, Policy
from core.people import Channel
from tests.core.patching.examples import AT
from tests.workflows.patching.people import AARON, BEA, CHANNEL, GROUP, Team

ROLE = "arn:aws:iam::123456789012:role/sre-change"
OVER = AutoApprove(name="last year", tag="Environment=dev", packages=("curl",), until=AT)
FREEZE = Freeze(name="new year", start=AT - timedelta(days=9), end=AT)


def told(team: Team, policy: dict[str, object], role: str = ROLE) -> list[str]:
    settings = Settings(
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        sre_change_role_arn=role,
        sre_patch_lists="s3://patches",
        sre_policy=Policy.model_validate({"approvers": (GROUP,), **policy}),
    )
    return [part.detail for part in policy_parts(settings, team, AT) if part.state is not State.GOOD]


def test_a_role_without_a_bucket_for_the_lists_is_analysis_mode_too(large: Team) -> None:
    settings = Settings(sre_change_role_arn=ROLE, sre_policy=Policy(approvers=(GROUP,)))
    assert not settings.may_change
    assert "no bucket" in policy_parts(settings, large, AT)[0].detail


@pytest.fixture
def large() -> Team:
    return Team(groups={GROUP: frozenset({AARON, BEA, "U0APPROVE3"})})


def test_a_policy_that_works_is_good(large: Team) -> None:
    assert told(large, {"channel": CHANNEL}) == []


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"approvers": ()}, "names nobody"),
        ({"quorum": 4}, "it takes up to 4 approvers, and 3 could"),
        ({"quorum": 3}, "so none of them can ask"),
        ({"auto_approve": (OVER,), "channel": CHANNEL}, "the rule last year is over"),
        ({"auto_approve": (OVER.model_copy(update={"until": AT + timedelta(1)}),)}, "there is no channel"),
        ({"freezes": (FREEZE,)}, "the freeze new year is over"),
        ({"channel": "C0UNKNOWN1"}, "its channel C0UNKNOWN1 cannot be read"),
        ({"approvers": (GROUP, "S0UNKNOWN1")}, "S0UNKNOWN1 could not be read"),
        ({"break_glass": ("U0LEFT0001",)}, "Slack has no active U0LEFT0001"),
    ],
)
def test_what_is_wrong_is_said(large: Team, policy: dict[str, object], said: str) -> None:
    large.gone.add("U0LEFT0001")
    assert any(said in each for each in told(large, policy))


def test_without_a_role_it_is_analysis_mode(large: Team) -> None:
    assert "analysis mode" in told(large, {}, role="")[0]


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (Channel(CHANNEL), "not in its channel"),
        (Channel(CHANNEL, is_member=True, is_ext_shared=True), "another organis"),
    ],
)
def test_a_channel_that_cannot_be_used_is_said(large: Team, channel: Channel, said: str) -> None:
    large.channels[CHANNEL] = channel
    assert said in told(large, {"channel": CHANNEL})[0]


KEY = {"name": "rita", "sha256": "a" * 64, "owner": AARON}


def test_a_key_that_names_what_does_not_exist_or_whose_owner_has_left_is_said(large: Team) -> None:
    assert told(large, {"channel": CHANNEL, "mcp_keys": [KEY]}) == []
    [strange] = told(large, {"channel": CHANNEL, "mcp_keys": [{**KEY, "tools": ["approve_everything"]}]})
    assert "approve_everything, which does not exist" in strange
    large.gone.add("U0GONE0001")
    [left] = told(large, {"channel": CHANNEL, "mcp_keys": [{**KEY, "owner": "U0GONE0001"}]})
    assert "U0GONE0001" in left


def test_keys_that_would_be_sent_in_the_clear_are_said(large: Team) -> None:
    policy = Policy.model_validate({"approvers": (GROUP,), "channel": CHANNEL, "mcp_keys": [KEY]})
    settings = Settings(sre_change_role_arn=ROLE, sre_patch_lists="s3://p", sre_policy=policy, sre_http_host="0.0.0.0")
    assert any("in the clear on 0.0.0.0" in part.detail for part in policy_parts(settings, large, AT))
