from sandbox.aws.effects import Effects


def test_effects_are_counted_by_kind_and_machine() -> None:
    effects = Effects()
    for machine in ("i-1", "i-1", "i-2"):
        effects.add("install", machine)
    effects.add("boot", "i-1")
    assert effects.read() == {"boot": {"i-1": 1}, "install": {"i-1": 2, "i-2": 1}}
