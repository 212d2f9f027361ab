from tests.sandbox.aws.ssm.quick import UNDO, Quick


def refresh_inventory(quick: Quick) -> None:
    (association,) = quick.ssm.list_associations(
        AssociationFilterList=[{"key": "Name", "value": "AWS-GatherSoftwareInventory"}]
    )["Associations"]
    quick.ssm.start_associations_once(AssociationIds=[association["AssociationId"]])


def test_findings_of_an_installed_package_close_after_an_inventory(quick: Quick) -> None:
    machine = quick.machine()
    others, closed = quick.active(machine, "expat"), quick.closed(machine)
    assert quick.active(machine, "openssl") > 0
    quick.install(machine, "openssl.x86_64")
    refresh_inventory(quick)
    quick.wait(lambda: quick.active(machine, "openssl") == 0)
    assert quick.active(machine, "expat") == others
    assert closed < quick.closed(machine)


def test_findings_of_a_kernel_close_only_after_a_reboot(quick: Quick) -> None:
    machine = quick.machine()
    quick.install(machine, "kernel.x86_64", "openssl.x86_64")
    refresh_inventory(quick)
    quick.wait(lambda: quick.active(machine, "openssl") == 0)
    assert quick.active(machine, "kernel") > 0
    quick.reboot(machine)
    quick.facts(machine)
    refresh_inventory(quick)
    quick.wait(lambda: quick.active(machine, "kernel") == 0)


def test_findings_come_back_with_the_old_package(quick: Quick) -> None:
    machine = quick.machine()
    before = quick.active(machine, "openssl")
    quick.install(machine, "openssl.x86_64")
    refresh_inventory(quick)
    quick.wait(lambda: quick.active(machine, "openssl") == 0)
    transaction = quick.facts(machine)["last_transaction_id"]
    quick.run(UNDO, machine, TransactionId=str(transaction))
    refresh_inventory(quick)
    quick.wait(lambda: quick.active(machine, "openssl") == before)
