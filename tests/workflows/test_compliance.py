from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from core.compliance import Standing
from core.errors import NotFound, Upstream
from core.patches import Patch, Scan
from core.progress import Silent
from tests.core.examples import NOW, StillClock, finding, instance, instance_id
from tests.workflows.fakes import DENIED, Account, Said
from tests.workflows.systems_manager import Memory, Patching, compliance, patch, patching_of
from workflows.sightings import Seen

ONE, TWO = instance_id(1), instance_id(2)
OLD = NOW - timedelta(days=40)


def account(*failing: str) -> Account:
    return Account(
        instances=(instance(1), instance(2)), findings=(finding(1, first_observed=OLD),), failing=set(failing)
    )


def lacking() -> Patching:
    return patching_of(instance(1), instance(2), missing=(patch(),))


def test_a_finding_tells_since_when_a_patch_has_been_due() -> None:
    answer = compliance(account(), lacking(), StillClock()).of((), Silent())
    [missing] = answer.missing_patches
    assert (missing.since, missing.overdue, answer.overdue_count) == (OLD, True, 1)
    assert answer.partial == ()


def test_without_inspector_ages_rest_on_scans_and_the_answer_says_so() -> None:
    answer = compliance(account("findings"), lacking(), StillClock()).of((), Silent())
    [missing] = answer.missing_patches
    assert missing.confidence.word == "low"
    assert "since when" in answer.partial[0].what
    assert not answer.ages_known
    assert "overdue ones not known" in answer.summary


def test_earlier_scans_are_remembered() -> None:
    memory = Memory({ONE: {"openssl.x86_64": OLD}})
    answer = compliance(Account(instances=(instance(1),)), lacking(), StillClock(), memory).of((), Silent())
    assert answer.missing_patches[0].since == OLD


def test_an_answer_does_not_fail_for_want_of_a_memory() -> None:
    class Broken(Memory):
        def note(self, scans: Mapping[str, Scan], missing: Mapping[str, Sequence[Patch]]) -> Seen:
            del scans, missing
            raise DENIED

    answer = compliance(account(), lacking(), StillClock(), Broken()).of((), Silent())
    assert len(answer.missing_patches) == 1
    assert answer.partial[0].what == "what earlier scans found missing"


def test_a_refused_scan_leaves_one_instance_unknown_and_the_other_judged() -> None:
    told = lacking()
    told.refused = {"scans": {TWO}}
    answer = compliance(account(), told, StillClock()).of((), Silent())
    assert (answer.unknown, answer.non_compliant, answer.compliant) == ((TWO,), (ONE,), ())
    assert answer.partial[0].what == "the last patch scan of 1 of the instances"


def test_refused_patches_leave_the_counts_of_the_scan() -> None:
    told = lacking()
    told.refused = {"missing": {ONE}}
    answer = compliance(account(), told, StillClock()).of((), Silent())
    assert (answer.counted_missing, answer.missing_patches) == (1, ())
    assert not answer.instances[0].read


def test_all_scans_refused_is_an_error() -> None:
    told = lacking()
    told.refused = {"scans": {ONE, TWO}}
    with pytest.raises(Upstream, match="AccessDenied"):
        compliance(account(), told, StillClock()).of((), Silent())


def test_an_unknown_instance_among_others_is_named_as_missing() -> None:
    asked = (ONE, instance_id(9))
    answer = compliance(account(), lacking(), StillClock()).of(asked, Silent())
    assert [each.instance.instance_id for each in answer.instances] == [ONE]
    assert "is not found" in answer.partial[0].why


def test_only_unknown_instances_are_not_found() -> None:
    with pytest.raises(NotFound):
        compliance(account(), lacking(), StillClock()).of((instance_id(9),), Silent())


def test_a_whole_answer_is_kept_and_says_its_age() -> None:
    told, clock = lacking(), StillClock()
    asking = compliance(account(), told, clock)
    asking.of((), Silent())
    clock.advance(seconds=120)
    assert asking.of((), Silent()).place.age_s == 120
    assert len([what for what, _ in told.asked if what == "scans"]) == 1


def test_a_partial_answer_is_asked_for_again() -> None:
    told = lacking()
    told.refused = {"nodes": {TWO}}
    asking = compliance(account(), told, StillClock())
    assert asking.of((), Silent()).partial
    told.refused = {}
    assert asking.of((), Silent()).partial == ()


def test_progress_tells_the_counts_at_once_and_how_many_instances_were_read() -> None:
    said = Said()
    compliance(account(), lacking(), StillClock()).of((), said)
    said_first = "Missing patches: 1 on 1 of 2 scanned instances; reading which"
    assert said.words[-1] == (said_first, 1, 1)


def test_an_empty_fleet_is_no_compliant_fleet() -> None:
    answer = compliance(Account(), Patching(), StillClock()).of((), Silent())
    assert (answer.instances, answer.compliant, answer.of(Standing.COMPLIANT)) == ((), (), ())
