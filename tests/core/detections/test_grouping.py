from core.detections import Story, detect, stories
from core.findings import Severity
from tests.core.detections.examples import ACCOUNT, event, session

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def told(*events: dict[str, object]) -> tuple[Story, ...]:
    return stories(events, detect(events))


def user(name: str) -> dict[str, object]:
    return {
        "type": "IAMUser",
        "userName": name,
        "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}",
        "accessKeyId": f"AKIA{name}",
    }


def test_one_actor_and_one_stretch_of_time_are_one_story() -> None:
    stop, share = (
        event("cloudtrail:StopLogging"),
        event("iam:CreateAccessKey", 30, requestParameters={"userName": "eve"}),
    )
    (story,) = told(stop, share)
    assert story.severity is Severity.CRITICAL
    assert story.event_indexes == (0, 1)
    assert "ada" in story.title
    assert story.began
    assert story.ended
    assert (story.ended - story.began).total_seconds() == 1_800


def test_a_pause_of_hours_ends_a_story() -> None:
    assert len(told(event("cloudtrail:StopLogging"), event("cloudtrail:StopLogging", 300))) == 2


def test_two_actors_are_two_stories_the_worst_first() -> None:
    mild = event("iam:CreateUser", userIdentity=user("ben"), requestParameters={"userName": "x"})
    first, second = told(mild, event("cloudtrail:StopLogging", 1))
    assert (first.actor, second.actor) == ("ada", "ben")


def test_an_assumed_role_belongs_to_whoever_assumed_it() -> None:
    issued = {"credentials": {"accessKeyId": "ASIAOTHER"}}
    assumed = event("sts:AssumeRole", 1, responseElements=issued)
    chained = event("organizations:LeaveOrganization", 2, userIdentity=session("audit", "s", "ASIAOTHER"))
    (story,) = told(event("iam:CreateUser", requestParameters={"userName": "x"}), assumed, chained)
    assert "ada -> audit/s" in story.summary


def test_whoever_made_the_credentials_is_named_though_nothing_else_stands_out() -> None:
    assumed = event("sts:AssumeRole", 1, responseElements={"credentials": {"accessKeyId": "ASIAOTHER"}})
    chained = event("organizations:LeaveOrganization", 2, userIdentity=session("audit", "s", "ASIAOTHER"))
    (story,) = told(assumed, chained)
    assert "ada -> audit/s" in story.summary


def test_a_key_that_was_made_and_used_is_one_story() -> None:
    made = {"accessKey": {"accessKeyId": "AKIAeve", "userName": "eve"}}
    key = event("iam:CreateAccessKey", requestParameters={"userName": "eve"}, responseElements=made)
    used = event(
        "iam:AttachUserPolicy", 9, userIdentity=user("eve"), requestParameters={"userName": "z", "policyArn": ADMIN}
    )
    (story,) = told(key, used)
    assert story.categories[0] == "privilege_escalation"


def test_the_summary_says_what_who_whence_how_sure_and_what_next() -> None:
    (story,) = told(event("cloudtrail:StopLogging", requestParameters={"name": "main"}))
    assert [line.partition(":")[0] for line in story.summary.splitlines()] == [
        "What", "Who", "From", "How sure", "Why it matters", "Next",
    ]  # fmt: skip
    assert story.confidence == "high"
    assert 0 < len(story.next_steps) <= 5


def test_a_softened_story_is_no_sure_one() -> None:
    (story,) = told(event("cloudtrail:DeleteTrail", userAgent="HashiCorp Terraform/1.13"))
    assert (story.severity, story.confidence) == (Severity.LOW, "low")
