"""From instances to what belongs to them."""

import pytest

from core.errors import NotFound
from core.fleet import Instance
from core.security.scope import Scope
from services.aws.crew import Crew
from tests.core.examples import instance, instance_id
from tests.core.security.samples import record
from tests.workflows.fakes import Account, FakeAws, FakeEc2
from workflows.security.scoping import Scoping, with_roles

WEB = instance(1).model_copy(
    update={"security_group_ids": ("sg-1",), "volume_ids": ("vol-1",), "interface_ids": ("eni-1",), "profile": "web"}
)


def scoping(*instances: Instance) -> Scoping:
    account = Account(instances=instances)
    return Scoping(FakeAws(account), FakeEc2(account), Crew(2))


def test_groups_volumes_interfaces_and_profile_belong_to_an_instance() -> None:
    subject = scoping(WEB).subject([WEB.instance_id])
    assert subject.scope.ids == (WEB.instance_id, "sg-1", "vol-1", "eni-1")
    assert (subject.scope.profiles, subject.label) == (("web",), WEB.label)


def test_nothing_named_is_the_whole_account() -> None:
    assert scoping(WEB).subject([]).scope.everything


def test_one_that_is_gone_is_a_gap_and_none_at_all_is_not_found() -> None:
    assert scoping(WEB).subject([WEB.instance_id, instance_id(9)]).gaps[0].what == "an instance that was asked for"
    with pytest.raises(NotFound, match="not found in account"):
        scoping(WEB).subject([instance_id(9)])


def test_the_roles_that_a_machine_used_belong_to_it() -> None:
    session = {
        "type": "AssumedRole",
        "arn": "arn:aws:sts::123456789012:assumed-role/web-role/i-1",
        "sessionContext": {"sessionIssuer": {"userName": "web-role"}},
    }
    scope = with_roles(Scope(ids=("i-1",)), [record(1, userIdentity=session), record(2)])
    assert scope.roles == ("web-role",)
    assert with_roles(Scope(), [record(1, userIdentity=session)]).everything
