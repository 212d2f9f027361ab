import pytest
from botocore.exceptions import HTTPClientError

from tests.sandbox.aws.clients import until
from tests.sandbox.aws.lively import API_1, WEB_3, Lively, refusal


def ping(lively: Lively, instance_id: str) -> str:
    wanted = [{"Key": "InstanceIds", "Values": [instance_id]}]
    [node] = lively.ssm.describe_instance_information(Filters=wanted)["InstanceInformationList"]
    return str(node["PingStatus"])


def test_a_reboot_is_answered_before_it_happens_and_nothing_tells_of_it_but_the_boot(lively: Lively) -> None:
    lively.trouble(API_1, boot_s=120)
    assert "InstanceIds" not in lively.ec2.reboot_instances(InstanceIds=[API_1])
    until(lambda: lively.effects("boot") == {API_1: 1})
    assert ping(lively, API_1) == "ConnectionLost"
    assert lively.machine(API_1)["State"]["Name"] == "running"
    until(lambda: ping(lively, API_1) == "Online")


def test_asked_twice_a_machine_reboots_twice(lively: Lively) -> None:
    lively.ec2.reboot_instances(InstanceIds=[API_1])
    lively.ec2.reboot_instances(InstanceIds=[API_1])
    until(lambda: lively.effects("boot") == {API_1: 2})


def test_a_lost_reply_does_not_undo_the_reboot(lively: Lively) -> None:
    lively.control("POST", "faults", {"ec2:RebootInstances": {"lost_reply": True, "times": 1}})
    with pytest.raises(HTTPClientError):
        lively.ec2.reboot_instances(InstanceIds=[API_1])
    until(lambda: lively.effects("boot") == {API_1: 1})


def test_a_machine_that_never_boots_stays_away(lively: Lively) -> None:
    lively.trouble(API_1, never_boots=True)
    lively.ec2.reboot_instances(InstanceIds=[API_1])
    checks = lively.ec2.describe_instance_status
    until(lambda: checks(InstanceIds=[API_1])["InstanceStatuses"][0]["InstanceStatus"]["Status"] == "impaired")
    assert ping(lively, API_1) == "ConnectionLost"


def test_a_stop_takes_its_time_and_a_start_boots(lively: Lively) -> None:
    [stopping] = lively.ec2.stop_instances(InstanceIds=[WEB_3])["StoppingInstances"]
    assert (stopping["PreviousState"]["Name"], stopping["CurrentState"]["Name"]) == ("running", "stopping")
    until(lambda: lively.machine(WEB_3)["State"]["Name"] == "stopped")
    [starting] = lively.ec2.start_instances(InstanceIds=[WEB_3])["StartingInstances"]
    assert (starting["PreviousState"]["Name"], starting["CurrentState"]["Name"]) == ("stopped", "pending")
    until(lambda: lively.machine(WEB_3)["State"]["Name"] == "running")
    assert lively.effects("boot") == {WEB_3: 1}


def test_a_start_of_a_running_machine_changes_nothing(lively: Lively) -> None:
    [told] = lively.ec2.start_instances(InstanceIds=[API_1])["StartingInstances"]
    assert told["CurrentState"] == told["PreviousState"] == {"Code": 16, "Name": "running"}
    assert lively.effects("ec2:StartInstances") == {}


def test_a_stopped_machine_is_not_rebooted(lively: Lively) -> None:
    lively.stop(API_1)
    assert refusal(lively.ec2.reboot_instances, InstanceIds=[API_1]) == "IncorrectState"
    assert lively.effects("ec2:RebootInstances") == {}


def test_one_machine_that_does_not_exist_spares_the_others(lively: Lively) -> None:
    both = [API_1, "i-0123456789abcdef0"]
    assert refusal(lively.ec2.stop_instances, InstanceIds=both) == "InvalidInstanceID.NotFound"
    assert lively.machine(API_1)["State"]["Name"] == "running"


@pytest.mark.parametrize("operation", ["reboot_instances", "stop_instances", "start_instances"])
def test_a_dry_run_changes_nothing(lively: Lively, operation: str) -> None:
    assert refusal(getattr(lively.ec2, operation), InstanceIds=[API_1], DryRun=True) == "DryRunOperation"
    assert lively.control("GET", "effects")["effects"] == {}


def test_a_machine_that_cannot_hibernate_is_not_stopped_so(lively: Lively) -> None:
    asked = {"InstanceIds": [API_1], "Hibernate": True}
    assert refusal(lively.ec2.stop_instances, **asked) == "UnsupportedHibernationConfiguration"
