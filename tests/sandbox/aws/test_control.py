from urllib.error import HTTPError

import pytest

from tests.sandbox.aws.clients import Boto, Clients, Control, Json

WEB_1 = "i-0a554b5583dd70864"


def test_faults_are_listed_until_they_are_cleared(control: Control) -> None:
    put = control("POST", "faults", {"ec2:*": {"error": "X", "times": 2}})
    assert put["faults"] == {"ec2:*": {"error": "X", "times": 2}}
    assert control("GET", "faults")["faults"] == put["faults"]
    assert control("DELETE", "faults")["faults"] == {}


@pytest.mark.parametrize(
    "plan",
    [{"ec2:*": {"eror": "X"}}, {"ec2:*": {}}, {"ec2:DescribeVpcs": {"page": 2, "error": "X"}}],
)
def test_a_plan_that_cannot_happen_is_refused(control: Control, plan: Json) -> None:
    with pytest.raises(HTTPError) as caught:
        control("POST", "faults", plan)
    assert caught.value.code == 400
    assert control("GET", "faults")["faults"] == {}
    caught.value.close()


def test_an_unknown_control_path_is_not_found(control: Control) -> None:
    with pytest.raises(HTTPError) as caught:
        control("GET", "nothing")
    assert caught.value.code == 404
    caught.value.close()


def test_the_log_is_read_after_a_number_only(control: Control) -> None:
    with pytest.raises(HTTPError) as caught:
        control("GET", "log?after=yesterday")
    assert caught.value.code == 400
    caught.value.close()


def test_the_log_counts_each_operation(control: Control, inspector: Boto) -> None:
    before = control("GET", "log")["counts"].get("inspector2:GetConfiguration", 0)
    inspector.get_configuration()
    assert control("GET", "log")["counts"]["inspector2:GetConfiguration"] == before + 1


def test_scenarios_are_kept_by_machine_until_they_are_deleted(control: Control) -> None:
    put = control("POST", "scenarios", {"i-0a554b5583dd70864": {"exit_code": 1}, "*": {"locked": True}})
    assert put["scenarios"]["i-0a554b5583dd70864"] == {"exit_code": 1}
    assert control("DELETE", "scenarios")["scenarios"] == {}
    assert control("GET", "scenarios")["scenarios"] == {}


@pytest.mark.parametrize("plan", [{"i-00000000000000000": {"locked": True}}, {"*": {"colour": "blue"}}, {"*": 7}])
def test_a_scenario_for_nothing_or_of_nothing_is_refused(control: Control, plan: Json) -> None:
    with pytest.raises(HTTPError, match="400"):
        control("POST", "scenarios", plan)
    assert control("GET", "scenarios")["scenarios"] == {}


def test_effects_are_counted_per_machine(client: Clients, control: Control) -> None:
    machine = "i-0f69519d5bc9f01d7"
    given = {"DocumentName": "AWS-RunPatchBaseline", "InstanceIds": [machine], "Parameters": {"Operation": ["Scan"]}}
    before = control("GET", "effects")["effects"].get("command:AWS-RunPatchBaseline", {}).get(machine, 0)
    client("ssm").send_command(**given)
    assert control("GET", "effects")["effects"]["command:AWS-RunPatchBaseline"][machine] == before + 1


def test_inspector_finds_something_new_and_finds_it_gone(control: Control, inspector: Boto) -> None:
    named = {"instance": WEB_1, "vulnerability": "CVE-2021-44228"}
    wanted = {
        "resourceId": [{"comparison": "EQUALS", "value": WEB_1}],
        "vulnerabilityId": [{"comparison": "EQUALS", "value": "CVE-2021-44228"}],
    }
    assert not inspector.list_findings(filterCriteria=wanted)["findings"]
    control("POST", "findings", named)
    [found] = inspector.list_findings(filterCriteria=wanted)["findings"]
    assert (found["severity"], found["status"]) == ("CRITICAL", "ACTIVE")
    control("POST", "findings", named | {"status": "CLOSED"})
    [found] = inspector.list_findings(filterCriteria=wanted)["findings"]
    assert found["status"] == "CLOSED"


def test_a_system_that_cannot_have_a_vulnerability_does_not_get_it(control: Control) -> None:
    with pytest.raises(HTTPError) as caught:
        control("POST", "findings", {"instance": WEB_1, "vulnerability": "CVE-2024-38063"})
    assert caught.value.code == 400
    caught.value.close()
