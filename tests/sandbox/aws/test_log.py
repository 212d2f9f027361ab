from sandbox.aws.log import CallLog


def add(log: CallLog, operation: str, **parameters: object) -> None:
    log.add(operation, "us-west-2", parameters, 200, "", 1.234)


def test_calls_are_read_after_a_number() -> None:
    log = CallLog()
    add(log, "a:A")
    add(log, "b:B")
    assert [one["operation"] for one in log.read(after=1)["calls"]] == ["b:B"]
    assert log.read()["next"] == 2


def test_calls_are_read_by_operation_and_counted() -> None:
    log = CallLog()
    for operation in ("a:A", "b:B", "a:A"):
        add(log, operation)
    assert len(log.read(operation="a:A")["calls"]) == 2
    assert log.read()["counts"] == {"a:A": 2, "b:B": 1}


def test_secrets_are_not_kept() -> None:
    log = CallLog()
    add(log, "a:A", Password="x", Name="y")
    assert log.read()["calls"][0]["parameters"] == {"Name": "y"}


def test_only_changes_are_counted_as_effects() -> None:
    log = CallLog()
    for operation in ("ec2:DescribeInstances", "ec2:StopInstances", "ec2:StopInstances", "inspector2:BatchGetFindings"):
        log.took_effect(operation)
    assert log.read()["effects"] == {"ec2:StopInstances": 2}
