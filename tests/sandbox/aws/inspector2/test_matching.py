from sandbox.aws.inspector2 import matching


def test_no_filter_accepts_everything() -> None:
    assert matching.texts([], ["a"])


def test_a_refused_value_outweighs_a_wanted_one() -> None:
    wanted = {"comparison": "PREFIX", "value": "a"}
    refused = {"comparison": "NOT_EQUALS", "value": "ab"}
    assert matching.texts([wanted, refused], ["ac"])
    assert not matching.texts([wanted, refused], ["ab"])


def test_what_has_no_value_equals_nothing() -> None:
    assert not matching.texts([{"comparison": "EQUALS", "value": "a"}], [])
    assert matching.texts([{"comparison": "NOT_EQUALS", "value": "a"}], [])


def test_ranges_include_their_ends() -> None:
    assert matching.numbers([{"lowerInclusive": 1, "upperInclusive": 2}], 2)
    assert not matching.numbers([{"lowerInclusive": 1, "upperInclusive": 2}], 2.1)
    assert not matching.numbers([{}], None)
    assert matching.dates([{"endInclusive": 5.0}], 5.0)


def test_a_tag_without_a_wanted_value_needs_only_its_key() -> None:
    assert matching.tags([{"key": "a"}], {"a": ""})
    assert not matching.tags([{"key": "a", "value": "x"}], {"a": ""})
