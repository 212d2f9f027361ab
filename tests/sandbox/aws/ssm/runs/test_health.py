from tests.sandbox.aws.ssm.quick import HEALTH, UNDO, Quick


def healthy(quick: Quick, machine: str) -> bool:
    return bool(quick.run(HEALTH, machine)["ResponseCode"] == 0)


def test_a_machine_is_well_before_and_after_a_patch(quick: Quick) -> None:
    machine = quick.machine()
    assert healthy(quick, machine)
    quick.install(machine, "openssl.x86_64")
    assert healthy(quick, machine)


def test_health_can_fail_after_a_patch_until_it_is_undone(quick: Quick) -> None:
    machine = quick.machine()
    quick.trouble(machine, health_fails=True)
    assert healthy(quick, machine)
    quick.install(machine, "openssl.x86_64")
    assert not healthy(quick, machine)
    transaction = quick.facts(machine)["last_transaction_id"]
    quick.run(UNDO, machine, TransactionId=str(transaction))
    assert healthy(quick, machine)


def test_a_package_can_break_the_service(quick: Quick) -> None:
    machine = quick.machine()
    quick.trouble(machine, breaks_service=True)
    assert healthy(quick, machine)
    quick.install(machine, "openssl.x86_64")
    assert not healthy(quick, machine)
