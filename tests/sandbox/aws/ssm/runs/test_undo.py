from tests.sandbox.aws.clients import Json
from tests.sandbox.aws.ssm.quick import PATCH, UNDO, Quick

OLD = "1:3.0.8-1.amzn2023.0.2"


def patched(quick: Quick, machine: str, *patches: str) -> int:
    quick.install(machine, *patches)
    transaction: int = quick.facts(machine)["last_transaction_id"]
    return transaction


def undo(quick: Quick, machine: str, transaction: int) -> Json:
    return quick.run(UNDO, machine, TransactionId=str(transaction))


def openssl(quick: Quick, machine: str) -> str:
    version: str = quick.facts(machine, "openssl")["packages"]["openssl"]
    return version


def test_exactly_one_transaction_is_undone(quick: Quick) -> None:
    machine = quick.machine()
    transaction = patched(quick, machine, "openssl.x86_64")
    patched(quick, machine, "expat.x86_64")
    assert undo(quick, machine, transaction)["Status"] == "Success"
    quick.run(PATCH, machine, Operation="Scan")
    assert openssl(quick, machine) == OLD
    assert "openssl.x86_64" in quick.patches(machine, "Missing")
    assert "expat.x86_64" not in quick.patches(machine, "Missing")
    assert quick.facts(machine)["last_transaction_id"] == transaction + 2


def test_the_same_transaction_is_not_undone_twice(quick: Quick) -> None:
    machine = quick.machine()
    transaction = patched(quick, machine, "openssl.x86_64")
    undo(quick, machine, transaction)
    assert undo(quick, machine, transaction)["Status"] == "Failed"
    assert quick.effects("undo", machine) == 1


def test_a_transaction_that_never_was_cannot_be_undone(quick: Quick) -> None:
    machine = quick.machine()
    assert "No transaction" in undo(quick, machine, 9_999)["StandardErrorContent"]


def test_where_the_old_packages_are_gone_nothing_is_undone(quick: Quick) -> None:
    machine = quick.machine()
    transaction = patched(quick, machine, "openssl.x86_64", "expat.x86_64")
    quick.trouble(machine, undo="packages_gone")
    assert undo(quick, machine, transaction)["Status"] == "Failed"
    assert openssl(quick, machine) != OLD
    assert quick.effects("undo", machine) == 0


def test_a_kernel_that_runs_stays(quick: Quick) -> None:
    machine = quick.machine()
    transaction = patched(quick, machine, "kernel.x86_64")
    quick.reboot(machine)
    assert "running kernel" in undo(quick, machine, transaction)["StandardErrorContent"]


def test_apt_undoes_nothing(quick: Quick) -> None:
    machine = quick.machine("Ubuntu")
    assert "apt" in undo(quick, machine, 1)["StandardErrorContent"]
