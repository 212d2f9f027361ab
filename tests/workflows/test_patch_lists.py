from datetime import timedelta

from core.patches import Scan
from tests.core.examples import NOW, instance, instance_id
from tests.workflows.fakes import Account
from tests.workflows.systems_manager import FakePatchStates, Patching, patch, patching_of, scan
from workflows.patch_lists import PatchLists

ONE, TWO = instance_id(1), instance_id(2)


def reading(told: Patching) -> PatchLists:
    return PatchLists(FakePatchStates(Account(), told))


def told() -> Patching:
    return Patching(missing={ONE: (patch("a"),), TWO: (patch("b"),)})


def scans(**more: object) -> dict[str, Scan]:
    return {ONE: scan(1, missing=1, **more), TWO: scan(2, missing=1, critical=1, **more)}


def test_only_instances_that_lack_something_are_asked_about_the_worst_first() -> None:
    account = told()
    three = instance_id(3)
    reading(account).of({**scans(), three: scan(3)}, lambda *_: None)
    assert account.asked == [("missing", (TWO, ONE))]


def test_a_list_is_read_once_for_each_scan() -> None:
    account, heard = told(), list[tuple[int, int]]()
    lists = reading(account)
    lists.of(scans(), lambda *_: None)
    again = lists.of(scans(), lambda done, total: heard.append((done, total)))
    assert set(again.told) == {ONE, TWO}
    lists.of(scans(ended=NOW + timedelta(days=1)), lambda *_: None)
    assert [names for _, names in account.asked] == [(TWO, ONE), (), (TWO, ONE)]


def test_what_was_refused_is_asked_for_again_and_the_rest_is_not() -> None:
    account = patching_of(instance(1), instance(2))
    account.refused = {"missing": {TWO}}
    lists = reading(account)
    assert set(lists.of(scans(), lambda *_: None).unasked) == {TWO}
    account.refused = {}
    assert set(lists.of(scans(), lambda *_: None).told) == {ONE, TWO}
    assert account.asked[-1] == ("missing", (TWO,))
