from datetime import timedelta

from core.compliance import Known, PatchRules, Standing
from core.compliance_answer import Reading, compliance_answer
from core.gaps import Gap
from core.missing_patches import Evidence, MissingPatch, missing_patch
from core.patches import Rating
from tests.core.examples import NOW, PLACE, instance, instance_id
from tests.workflows.systems_manager import node, patch, scan

GAP = Gap(what="x", why="AWS refused it.")


def missing(number: int, name: str = "openssl", days: int = 0, severity: str = "Important") -> MissingPatch:
    return missing_patch(
        patch(name, severity=severity),
        scan=scan(number),
        platform="Amazon Linux",
        evidence=Evidence(first_seen={instance_id(number): {name: NOW - timedelta(days=days)}}),
        rules=PatchRules(),
        now=NOW,
    )


def reading(gaps: tuple[Gap, ...] = ()) -> Reading:
    """Web-1 lacks two patches, one overdue; web-2's could not be read; web-3 is fine; web-4 was never scanned."""
    return Reading(
        instances=[instance(number) for number in (3, 4, 2, 1)],
        known={
            instance_id(1): Known(node=node(1), scan=scan(1, missing=2, pending_reboot=1)),
            instance_id(2): Known(node=node(2), scan=scan(2, missing=5)),
            instance_id(3): Known(node=node(3), scan=scan(3)),
            instance_id(4): Known(node=node(4)),
        },
        missing={instance_id(1): [missing(1, days=40), missing(1, "curl", severity="Low")]},
        gaps=gaps,
        place=PLACE,
    )


def test_the_summary_names_each_way_to_stand_and_says_when_it_is_partial() -> None:
    answer = compliance_answer(reading((GAP,)), PatchRules(), (), NOW, 100)
    assert answer.summary == (
        "4 instances: 2 not compliant (7 patches missing, at least 1 overdue),"
        " 1 never scanned, 1 compliant; partial answer"
    )


def test_the_worst_comes_first_and_compliant_last() -> None:
    answer = compliance_answer(reading(), PatchRules(), (), NOW, 100)
    assert [each.instance.label for each in answer.instances] == ["web-1", "web-2", "web-4", "web-3"]


def test_an_instance_is_listed_for_everything_that_is_wrong_with_it() -> None:
    answer = compliance_answer(reading(), PatchRules(), (), NOW, 100)
    assert answer.non_compliant == (instance_id(1), instance_id(2))
    assert answer.pending_reboot == (instance_id(1),)
    assert answer.of(Standing.PENDING_REBOOT) == ()


def test_patches_that_could_not_be_read_are_counted_and_not_called_none() -> None:
    answer = compliance_answer(reading(), PatchRules(), (), NOW, 100)
    unread = {each.instance.label: each.read for each in answer.instances}
    assert unread == {"web-1": True, "web-2": False, "web-3": True, "web-4": True}
    assert (answer.counted_missing, len(answer.missing_patches)) == (7, 2)


def test_missing_patches_are_grouped_by_rating_and_age() -> None:
    high, low = compliance_answer(reading(), PatchRules(), (), NOW, 100).by_rating
    assert (high.rating, high.missing, high.overdue, high.oldest) == (Rating.HIGH, 1, 1, NOW - timedelta(days=40))
    assert (low.rating, low.overdue, low.due_in_a_week) == (Rating.LOW, 0, 0)


def test_a_list_that_is_too_long_keeps_the_most_urgent_and_counts_all() -> None:
    answer = compliance_answer(reading(), PatchRules(), (), NOW, 1)
    assert [each.overdue for each in answer.missing_patches] == [True]
    assert (answer.overdue_count, sum(each.missing for each in answer.by_rating)) == (1, 2)
    assert answer.partial[0].by_choice
    assert "partial" not in answer.summary


def test_one_instance_is_summed_up_by_its_reasons() -> None:
    one = reading()
    alone = Reading([instance(1)], one.known, one.missing, (), PLACE)
    summary = compliance_answer(alone, PatchRules(), (), NOW, 100).summary
    assert summary == "web-1: 2 patches missing, 1 overdue; 1 installed patch waits for a reboot"


def test_a_clean_instance_is_called_compliant() -> None:
    one = reading()
    alone = Reading([instance(3)], one.known, {}, (), PLACE)
    summary = compliance_answer(alone, PatchRules(), (), NOW, 100).summary
    assert summary == "web-3: compliant, nothing was missing at the last scan"


def test_no_instances_are_nothing_good() -> None:
    answer = compliance_answer(Reading([], {}, {}, (), PLACE), PatchRules(), (), NOW, 100)
    assert (answer.summary, answer.compliant) == ("no instances: 0 compliant", ())
