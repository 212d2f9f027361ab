import uuid

import pytest

from tests.sandbox.aws.clients import Json
from tests.sandbox.aws.ssm.quick import PATCH, Quick


def state(quick: Quick, machine: str) -> Json:
    (found,) = quick.ssm.describe_instance_patch_states(InstanceIds=[machine])["InstancePatchStates"]
    told: Json = found
    return told


def test_only_what_the_list_names_is_installed(quick: Quick) -> None:
    machine = quick.machine()
    missing = quick.patches(machine, "Missing")
    ended = quick.install(machine, "openssl.x86_64", "bind-libs.x86_64")
    assert (ended["Status"], ended["ResponseCode"]) == ("Success", 0)
    assert missing - quick.patches(machine, "Missing") == {"openssl.x86_64", "bind-libs.x86_64"}
    assert quick.effects("package", f"{machine}/openssl.x86_64") == 1
    assert quick.effects("package", f"{machine}/kernel.x86_64") == 0


def test_what_was_installed_without_a_reboot_waits_for_one_and_a_scan(quick: Quick) -> None:
    machine = quick.machine()
    quick.install(machine, "openssl.x86_64")
    assert quick.patches(machine, "InstalledPendingReboot") == {"openssl.x86_64"}
    quick.reboot(machine)
    assert quick.patches(machine, "InstalledPendingReboot") == {"openssl.x86_64"}
    quick.run(PATCH, machine, Operation="Scan")
    assert quick.patches(machine, "InstalledPendingReboot") == set()
    assert "openssl.x86_64" in quick.patches(machine, "Installed")


def test_reboot_if_needed_reboots_whenever_anything_was_installed(quick: Quick) -> None:
    machine = quick.machine()
    before = quick.facts(machine)["boot_id"]
    ended = quick.install(machine, "openssl.x86_64", reboot="RebootIfNeeded")
    assert ended["Status"] == "Success"
    assert quick.facts(machine)["boot_id"] != before
    assert quick.effects("boot", machine) == 1
    quick.install(machine, "openssl.x86_64", reboot="RebootIfNeeded")
    assert quick.effects("boot", machine) == 1


def test_the_patch_state_tells_the_operation(quick: Quick) -> None:
    machine, snapshot = quick.machine(), str(uuid.uuid4())
    quick.install(machine, "openssl.x86_64", snapshot=snapshot)
    installed = state(quick, machine)
    quick.run(PATCH, machine, Operation="Scan")
    scanned = state(quick, machine)
    assert (installed["Operation"], installed["RebootOption"], installed["SnapshotId"]) == (
        "Install",
        "NoReboot",
        snapshot,
    )
    assert installed["InstallOverrideList"].startswith("s3://")
    assert scanned["Operation"] == "Scan"
    assert "InstallOverrideList" not in scanned
    assert scanned["LastNoRebootInstallOperationTime"] == installed["OperationEndTime"]


def test_a_scan_ignores_the_list_and_changes_nothing(quick: Quick) -> None:
    machine = quick.machine()
    missing = quick.patches(machine, "Missing")
    quick.run(PATCH, machine, Operation="Scan", InstallOverrideList="s3://sandbox-patching/nothing.yaml")
    assert quick.patches(machine, "Missing") == missing
    assert quick.effects("install", machine) == 0


def test_wildcards_and_titles_choose(quick: Quick) -> None:
    machine = quick.machine()
    quick.s3.put_object(
        Bucket="sandbox-patching",
        Key="titles.yaml",
        Body=b"patches:\n - id: 'openssh*.x86_64'\n - id: openssl.x86_64\n   title: 'openssl.x86_64:0:9.9*'\n",
    )
    quick.run(PATCH, machine, Operation="Install", InstallOverrideList="s3://sandbox-patching/titles.yaml")
    assert not {each for each in quick.patches(machine, "Missing") if each.startswith("openssh")}
    assert "openssl.x86_64" in quick.patches(machine, "Missing")


@pytest.mark.parametrize(
    "content", ["patches: []", "- id: openssl.x86_64", "patches:\n - title: x", "patches: [", "", "patches:\n - 7"]
)
def test_a_list_that_is_none_fails_the_document(quick: Quick, content: str) -> None:
    machine = quick.machine()
    quick.s3.put_object(Bucket="sandbox-patching", Key="odd.yaml", Body=content.encode())
    ended = quick.run(PATCH, machine, Operation="Install", InstallOverrideList="s3://sandbox-patching/odd.yaml")
    assert (ended["Status"], ended["ResponseCode"]) == ("Failed", 1)
    assert quick.effects("install", machine) == 0


@pytest.mark.parametrize("url", ["s3://sandbox-patching/missing.yaml", "s3://no-such-bucket/a.yaml", "https://a.b/c"])
def test_a_list_that_is_not_there_fails_the_document(quick: Quick, url: str) -> None:
    machine = quick.machine()
    ended = quick.run(PATCH, machine, Operation="Install", InstallOverrideList=url)
    assert ended["Status"] == "Failed"
    assert "Unable to download" in ended["StandardErrorContent"]


def test_a_list_and_a_baseline_together_are_refused_by_the_document(quick: Quick) -> None:
    machine = quick.machine()
    url = quick.override_list("openssl.x86_64")
    given = {"Operation": "Install", "InstallOverrideList": url, "BaselineOverride": "s3://sandbox-patching/b.json"}
    assert quick.run(PATCH, machine, given=given)["Status"] == "Failed"
    assert quick.effects("install", machine) == 0


def test_apt_fails_where_a_package_needs_another_that_the_list_leaves_out(quick: Quick) -> None:
    machine = quick.machine("Ubuntu")
    alone = quick.install(machine, "openssh-server.amd64")
    assert "unmet dependencies" in alone["StandardErrorContent"]
    assert "openssh-server.amd64" in quick.patches(machine, "Failed")
    both = quick.install(machine, "openssh-server.amd64", "openssh-client.amd64")
    assert both["Status"] == "Success"
    assert quick.patches(machine, "Failed") == set()


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ({"exit_code": 1}, 1),
        ({"exit_code": 155}, 155),
        ({"disk_full": True}, 152),
        ({"payload_unreachable": True}, 156),
        ({"locked": True}, 1),
    ],
)
def test_an_install_fails_as_the_scenario_says_and_installs_nothing(
    quick: Quick, scenario: dict[str, int], code: int
) -> None:
    machine = quick.machine()
    quick.trouble(machine, **scenario)
    ended = quick.install(machine, "openssl.x86_64")
    assert (ended["Status"], ended["ResponseCode"]) == ("Failed", code)
    assert quick.effects("install", machine) == 0
    assert quick.facts(machine, "openssl.x86_64")["packages"]["openssl.x86_64"].startswith("1:3.0.8-1.amzn2023.0.2")


def test_exit_code_194_is_a_reboot_in_between(quick: Quick) -> None:
    machine = quick.machine()
    quick.trouble(machine, exit_code=194)
    assert quick.install(machine, "openssl.x86_64")["Status"] == "Success"
    assert quick.effects("boot", machine) == 1


def test_of_two_installs_at_a_time_one_finds_the_lock(quick: Quick) -> None:
    machine = quick.machine()
    url = quick.override_list("openssl.x86_64")
    given = {"Operation": "Install", "RebootOption": "NoReboot", "InstallOverrideList": url}
    quick.trouble(machine, install_s=2_000)
    commands = [quick.send(PATCH, machine, given=given) for _ in range(2)]
    assert sorted(quick.ended(each, machine)["Status"] for each in commands) == ["Failed", "Success"]
    assert quick.effects("install", machine) == 1
