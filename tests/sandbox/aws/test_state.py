from dataclasses import dataclass, field

from sandbox.aws.state import State


@dataclass
class Shelf:
    things: list[str] = field(default_factory=list)


def test_there_is_one_object_of_each_class() -> None:
    state = State()
    state.of(Shelf).things.append("kept")
    assert state.of(Shelf).things == ["kept"]
    assert State().of(Shelf).things == []
