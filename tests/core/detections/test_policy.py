import json
from urllib.parse import quote

import pytest

from core.detections.policy import Statement, statements
from core.detections.reading import pairs

OWN, OTHER = "555566667777", "888899990000"


def one(**statement: object) -> Statement:
    (found,) = statements({"Statement": {"Effect": "Allow", "Resource": "*", **statement}})
    return found


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["x", "*"]}])
def test_everybody_is_public(principal: object) -> None:
    assert one(Principal=principal, Action="s3:GetObject").public


def test_not_principal_is_everybody_else() -> None:
    assert one(NotPrincipal={"AWS": OTHER}, Action="*").public


@pytest.mark.parametrize(
    ("condition", "public"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, False),
        ({"StringEquals": {"AWS:SourceAccount": OWN}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::mine"}}, False),
        ({"IpAddress": {"aws:SourceIp": ["198.51.100.0/24"]}}, False),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, True),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, True),
        ({"StringEqualsIfExists": {"aws:SourceAccount": OWN}}, True),
        ({"Bool": {"aws:SecureTransport": "true"}}, True),
        ("odd", True),
    ],
)
def test_a_condition_narrows_when_it_ties_to_somebody(condition: object, *, public: bool) -> None:
    assert one(Principal="*", Action="*", Condition=condition).public is public


def test_the_accounts_of_principals_are_named() -> None:
    named = {"AWS": [f"arn:aws:iam::{OTHER}:root", OWN], "Service": "ec2.amazonaws.com"}
    assert one(Principal=named, Action="*").accounts() == {OTHER, OWN}
    assert one(Principal=named, Action="*").outsiders(OWN) == {OTHER}


def test_a_refusal_allows_nothing() -> None:
    assert statements({"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*"}]}) == ()


def test_a_document_is_read_as_object_as_json_and_url_encoded() -> None:
    document = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*"}]}
    text = json.dumps(document)
    assert statements(document) == statements(text) == statements(quote(text)) == statements(json.dumps(text)) != ()
    assert statements("{not json") == statements(None) == statements([]) == ()


def test_administrators_and_those_who_can_become_one() -> None:
    assert one(Action="*").admin
    assert one(NotAction="iam:*").admin
    assert one(Action=["iam:*"]).admin
    assert one(Action="iam:Pass*").escalating
    assert not one(Action="iam:Get*").escalating
    (narrow,) = statements(
        {"Statement": {"Effect": "Allow", "Action": "iam:PassRole", "Resource": f"arn:aws:iam::{OWN}:role/x"}}
    )
    assert not narrow.escalating


def test_deep_nesting_is_walked_without_recursion() -> None:
    inner: dict[str, object] = {}
    for _ in range(50_000):
        inner = {"Statement": inner}
    assert 0 < len(list(pairs(inner))) <= 5_000
    assert statements(inner) == ()
