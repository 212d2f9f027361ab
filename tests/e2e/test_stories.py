"""Each trouble that the sandbox can raise is explained by its planted cause."""

import json
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from bot.settings import load
from bot.wiring import wire
from core.answers.explain import Explanation
from core.progress import Silent
from sandbox.aws.stories import stories
from tests.e2e.processes import asked, part
from workflows.explaining.explaining import Explainer


@pytest.fixture(scope="module")
def aws_url() -> Iterator[str]:
    """An account of its own: what goes wrong in it stays."""
    with part("sandbox.aws", "--port", "0") as url:
        yield url


@pytest.fixture(scope="module")
def explains(aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explainer]:
    """What explains alerts of the sandbox's account."""
    folder = tmp_path_factory.mktemp("stories")
    given = {
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "SRE_DATA_DIR": str(folder / "state"),
        "SRE_AUDIT_DIR": str(folder / "audit"),
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in given.items():
            environment.setenv(name, value)
        pieces = wire(load(None))
        yield pieces.context.explaining
        pieces.store.close()


@pytest.fixture(scope="module")
def told(explains: Explainer, aws_url: str) -> Callable[[str], Explanation]:
    """The explanation of a story that is raised now; what was read of CloudTrail before does not hide its change."""

    @cache
    def explanation(kind: str) -> Explanation:
        status, raised = asked(aws_url, "POST", "/control/stories", {"kind": kind})
        assert status == 200, raised
        return explains.explain("", json.dumps(raised["alert"]), Silent())

    return explanation


@pytest.fixture
def found(told: Callable[[str], Explanation], request: pytest.FixtureRequest) -> Explanation:
    """The explanation of a story."""
    return told(request.param)


@pytest.mark.parametrize("found", stories(), indirect=True)
def test_the_planted_cause_comes_first(found: Explanation, request: pytest.FixtureRequest) -> None:
    kind = str(request.node.callspec.params["found"])
    assert found.cause == stories()[kind].cause, (found.verdict, [(each.name, each.score) for each in found.others])
    assert found.immediate_actions


# AWS itself knows nothing of these: of a database that it does not run, of pods, of what callers see.
WORDS_ALONE = {"pool-exhausted-mongodb", "crash-loop", "connection-refused"}


@pytest.mark.parametrize("found", [each for each in stories() if each not in WORDS_ALONE], indirect=True)
def test_what_the_account_shows_speaks_for_it_and_not_the_alert_alone(found: Explanation) -> None:
    supports = [each for each in found.evidence if each.id in found.supports]
    assert [each.kind for each in supports if each.trust == "measured"]
    assert found.confidence.value > 0.8


@pytest.mark.parametrize("found", ["oom-ecs"], indirect=True)
def test_tasks_that_ended_are_counted_and_the_service_is_called_by_its_name(found: Explanation) -> None:
    assert "Tasks of cart ended 3 times" in " ".join(each.said for each in found.evidence)
    assert "--cluster shop --service cart" in found.immediate_actions[1].run


@pytest.mark.parametrize("found", ["certificate-expiring"], indirect=True)
def test_the_certificate_that_ends_is_named_with_its_moment(found: Explanation) -> None:
    assert any(each.source == "ACM" for each in found.cited)
    assert any(
        "acm describe-certificate --certificate-arn arn:aws:acm:" in step.run for step in found.immediate_actions
    )


@pytest.mark.parametrize("found", ["credits-gone"], indirect=True)
def test_what_was_measured_is_cited_with_both_levels(found: Explanation) -> None:
    assert found.confidence.value > 0.9
    assert any(each.source == "CloudWatch" for each in found.cited)
    assert "InstanceId=i-0a554b5583dd70864" in found.immediate_actions[0].run


@pytest.mark.parametrize("found", ["security-group-closed"], indirect=True)
def test_who_changed_what_is_told_with_the_command_that_puts_it_back(found: Explanation) -> None:
    assert "rita" in found.root_cause
    assert any("--port 5432 --cidr 10.20.0.0/16" in step.run for step in found.immediate_actions)


@pytest.mark.parametrize("found", ["bad-deploy"], indirect=True)
def test_the_deployment_before_the_errors_is_named(found: Explanation) -> None:
    assert "checkout:43" in found.root_cause
    assert found.confidence.value > 0.7


@pytest.mark.parametrize("found", ["slow-callee"], indirect=True)
def test_the_callee_that_got_slow_is_named_with_its_share_two_calls_away(found: Explanation) -> None:
    assert found.root_cause.startswith("payments-db left its normal, and what checkout-api shows follows it.")
    assert "of the time added to checkout-api is from there" in found.root_cause
    assert found.confidence.value > 0.8
    assert "payments-db" in found.immediate_actions[0].say
    assert [each.label for each in found.metrics][:1] == ["Time per call of checkout-api"]


def test_a_story_that_does_not_exist_is_refused(aws_url: str) -> None:
    assert asked(aws_url, "POST", "/control/stories", {"kind": "aliens"})[0] == 400
    assert len(asked(aws_url, "GET", "/control/stories")[1]["stories"]) == len(stories())
