import json

from tests.sandbox.aws.ssm.quick import FACTS, Quick

MIB = 1024**2


def test_a_machine_tells_its_facts_as_one_json_object(quick: Quick) -> None:
    machine = quick.machine()
    ended = quick.run(FACTS, machine)
    facts = json.loads(ended["StandardOutputContent"])
    assert set(facts) == {
        "boot_id",
        "free_bytes",
        "kernel",
        "last_transaction_id",
        "package_manager_locked",
        "packages",
    }
    assert facts["package_manager_locked"] is False
    assert min(facts["free_bytes"].values()) > 100 * MIB


def test_versions_are_told_by_the_names_that_were_asked_for(quick: Quick) -> None:
    told = quick.facts(quick.machine(), "openssl.x86_64", "openssl", "nothing-here")["packages"]
    assert told == {
        "openssl.x86_64": "1:3.0.8-1.amzn2023.0.2",
        "openssl": "1:3.0.8-1.amzn2023.0.2",
        "nothing-here": None,
    }


def test_the_kernel_that_runs_is_the_one_of_the_last_boot(quick: Quick) -> None:
    machine = quick.machine()
    before = quick.facts(machine)
    quick.install(machine, "kernel.x86_64")
    installed = quick.facts(machine, "kernel")
    assert installed["kernel"] == before["kernel"]
    assert installed["packages"]["kernel"].startswith("0:6.1.130")
    quick.reboot(machine)
    booted = quick.facts(machine)
    assert booted["kernel"].startswith("6.1.130")
    assert booted["boot_id"] != before["boot_id"]


def test_transactions_of_dnf_are_counted_and_apt_has_none(quick: Quick) -> None:
    machine = quick.machine()
    before = quick.facts(machine)["last_transaction_id"]
    quick.install(machine, "openssl.x86_64")
    quick.install(machine, "openssl.x86_64")
    assert quick.facts(machine)["last_transaction_id"] == before + 1
    assert quick.facts(quick.machine("Ubuntu"))["last_transaction_id"] is None


def test_a_full_disk_and_a_held_lock_show(quick: Quick) -> None:
    machine = quick.machine()
    quick.trouble(machine, disk_full=True, locked=True)
    facts = quick.facts(machine)
    assert facts["free_bytes"]["/var"] < 10 * MIB
    assert facts["package_manager_locked"] is True
