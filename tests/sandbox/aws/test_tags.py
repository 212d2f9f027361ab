from tests.sandbox.aws.clients import Clients

WEB_1 = "i-0a554b5583dd70864"


def tags_of(client: Clients, **filters: str) -> set[tuple[str, str, str]]:
    given = [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in filters.items()]
    rows = client("ec2").describe_tags(Filters=given)["Tags"]
    return {(row["ResourceId"], row["ResourceType"], row["Key"]) for row in rows}


def test_one_machine_has_its_own_tags(client: Clients) -> None:
    found = tags_of(client, resource_id=WEB_1)
    own = {"Name", "Role", "Environment", "Owner", "PatchAutomation"}
    assert {key for _, _, key in found} == {*own, "aws:autoscaling:groupName"}
    assert {(resource, kind) for resource, kind, _ in found} == {(WEB_1, "instance")}


def test_a_pattern_still_finds_many_machines(client: Clients) -> None:
    assert len(tags_of(client, resource_id="i-*", key="Role")) == 12


def test_tags_are_found_by_key_and_resource_together(client: Clients) -> None:
    assert tags_of(client, resource_id=WEB_1, key="Owner") == {(WEB_1, "instance", "Owner")}


def test_a_resource_nobody_tagged_has_no_tags(client: Clients) -> None:
    assert tags_of(client, resource_id="i-00000000000000000") == set()
