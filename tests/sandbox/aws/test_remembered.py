from itertools import count

from sandbox.aws.remembered import Remembered


def test_a_result_is_computed_once() -> None:
    memory, computed = Remembered(), count(1)
    assert [memory.get("a", lambda: next(computed)) for _ in range(3)] == [1, 1, 1]


def test_the_least_recently_used_result_is_forgotten() -> None:
    memory, computed = Remembered(), count()
    for key in [*range(64), 0, 64, 0]:
        memory.get(key, lambda: next(computed))
    assert memory.get(0, lambda: next(computed)) == 0
    assert memory.get(1, lambda: next(computed)) == 65
