import json

import pytest

from core.errors import Upstream
from core.patching.inspection import Inspection, behind, changed, older, vital
from core.patching.plan import PlannedPackage
from tests.core.patching.examples import OPENSSL


def inspection(version: str | None) -> Inspection:
    return Inspection(
        boot_id="b",
        kernel="6.1",
        free_bytes={"/": 1},
        package_manager_locked=False,
        packages={OPENSSL.override: version},
        last_transaction_id=None,
    )


@pytest.mark.parametrize(
    ("version", "wanted"),
    [
        ("3.0.7-18", "3.0.7-27"),
        ("1:3.0.7-25.el9", "1:3.0.7-27.el9"),
        ("2.34", "1:2.3"),
        ("3.0.2-0ubuntu1.10", "3.0.2-0ubuntu1.12"),
        ("1.0~rc1", "1.0"),
        ("1.0", "1.0.1"),
        ("1.0a", "1.0.1"),
        ("9.9", "10.0"),
    ],
)
def test_an_older_version_comes_first_and_a_newer_one_does_not(version: str, wanted: str) -> None:
    assert older(version, wanted)
    assert not older(wanted, version)


@pytest.mark.parametrize(("version", "same"), [("0:2.0-1", "2.0"), ("2.0-1", "2.0-1"), ("1.01", "1.1")])
def test_versions_that_mean_the_same_are_not_older(version: str, same: str) -> None:
    assert not older(version, same)
    assert not older(same, version)


def test_a_package_that_is_not_new_enough_or_gone_is_behind() -> None:
    assert behind(inspection("3.0.7-27"), (OPENSSL,)) == ()
    assert behind(inspection("3.0.7-18"), (OPENSSL,)) == ("openssl is at 3.0.7-18, which is older than 3.0.7-27.",)
    assert behind(inspection(None), (OPENSSL,)) == ("openssl is not installed.",)


def test_another_version_than_before_is_told() -> None:
    before = {OPENSSL.override: "3.0.7-18"}
    assert changed(before, inspection("3.0.7-18")) == ()
    assert changed(before, inspection("3.0.7-27")) == ("openssl.x86_64 was 3.0.7-18 and is 3.0.7-27.",)


@pytest.mark.parametrize(
    ("name", "is_vital"),
    [("kernel", True), ("glibc", True), ("systemd-libs", True), ("tar", False), ("kernelcare", False)],
)
def test_what_a_machine_needs_to_run_is_vital(name: str, *, is_vital: bool) -> None:
    package: PlannedPackage = OPENSSL.model_copy(update={"name": name})
    assert vital((package,)) is is_vital


def test_what_is_no_answer_of_the_document_is_refused() -> None:
    with pytest.raises(Upstream, match="cannot be read"):
        Inspection.read("command not found")


UPDATE = OPENSSL.model_copy(
    update={"name": "Windows Server 2022", "override": "KB5060526", "fixed_in": "10.0.20348.3807"}
)


def told(**more: object) -> Inspection:
    printed = {**inspection(None).model_dump(), "packages": {UPDATE.override: None}, **more}
    return Inspection.read(json.dumps(printed))


def test_an_update_of_windows_is_there_or_not_whatever_its_build() -> None:
    assert UPDATE.is_update
    assert behind(told(), [UPDATE]) == ("KB5060526 is not installed.",)
    assert behind(told(packages={UPDATE.override: "installed"}), [UPDATE]) == ()
    assert changed({UPDATE.override: ""}, told()) == ()
    assert changed({UPDATE.override: ""}, told(packages={UPDATE.override: "installed"}))


@pytest.mark.parametrize(
    ("role", "bitlocker", "why"),
    [
        (False, False, ""),
        (True, False, "It is a domain controller, so a person brings it back."),
        (None, False, "Whether it is a domain controller is unknown, so a person brings it back."),
        (False, True, "BitLocker protects its root volume, so a person brings it back."),
        (False, None, "It is unknown whether BitLocker protects its root volume, so a person brings it back."),
    ],
)
def test_what_no_program_may_bring_back_is_for_people(role: object, bitlocker: object, why: str) -> None:
    assert told(domain_controller=role, bitlocker=bitlocker).for_people_only == why


def test_a_linux_machine_that_says_nothing_of_either_may_be_brought_back() -> None:
    assert inspection("1").for_people_only == ""
