import pytest
from pydantic import ValidationError

from core.mcp_keys import McpKey, hashed, holder
from core.patching.policy import Policy

RITA = McpKey(name="rita", sha256=hashed("one"), owner="U0REQUEST1", tools=("get_health",))
BEA = McpKey(name="bea", sha256=hashed("two"))


def test_a_key_is_known_by_its_hash() -> None:
    assert holder((RITA, BEA), "two") == BEA
    assert holder((RITA, BEA), "one") == RITA
    for wrong in ("", "three", RITA.sha256):
        assert holder((RITA, BEA), wrong) is None
    assert holder((), "one") is None


def test_it_opens_the_tools_that_it_names() -> None:
    assert (RITA.may_use("get_health"), RITA.may_use("get_help"), BEA.may_use("get_help")) == (True, False, True)


@pytest.mark.parametrize(
    "wrong", [{"sha256": "abc"}, {"owner": "rita"}, {"name": ""}, {"name": 'a"b'}, {"per_minute": 0}, {"key": "one"}]
)
def test_what_makes_no_key_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        McpKey.model_validate({"name": "x", "sha256": hashed("x"), **wrong})


@pytest.mark.parametrize("again", [{"name": "rita", "sha256": hashed("three")}, {"name": "x", "sha256": hashed("one")}])
def test_no_two_keys_share_a_name_or_are_the_same(again: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="two MCP keys"):
        Policy.model_validate({"mcp_keys": [RITA.model_dump(), again]})
