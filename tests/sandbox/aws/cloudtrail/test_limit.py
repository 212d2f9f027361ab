from sandbox.aws.cloudtrail.limit import Limit


def test_two_tokens_a_second_come_back() -> None:
    now = [0.0]
    limit = Limit(lambda: now[0])
    assert [limit.allows("here") for _ in range(3)] == [True, True, False]
    now[0] = 0.5
    assert [limit.allows("here") for _ in range(2)] == [True, False]


def test_tokens_are_not_saved_up() -> None:
    now = [0.0]
    limit = Limit(lambda: now[0])
    limit.allows("here")
    now[0] = 3_600.0
    assert [limit.allows("here") for _ in range(3)] == [True, True, False]


def test_each_key_has_its_own() -> None:
    limit = Limit(lambda: 0.0)
    assert [limit.allows(key) for key in ("here", "here", "there", "here")] == [True, True, True, False]
