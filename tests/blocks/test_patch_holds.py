from blocks.fit import fit
from blocks.patch_holds import LIFT, holds_card, holds_table
from core.answers.patch_holds import PatchHolds
from core.patching.hold import Hold
from tests.core.patching.test_hold import HOLD

HOSTILE = "<!channel> *x*" + "z" * 300


def answer(*holds: Hold) -> PatchHolds:
    return PatchHolds(holds=holds, asked_for=(), summary="1 package is held")


def test_each_hold_has_its_button_that_asks_first() -> None:
    card = holds_card(answer(HOLD))
    [button] = [block["accessory"] for block in card.blocks if "accessory" in block]
    assert (button["action_id"], button["value"]) == (LIFT, HOLD.key)
    assert "confirm" in button


def test_a_thousand_holds_and_hostile_words_fit() -> None:
    package = HOLD.packages[0].model_copy(update={"name": HOSTILE})
    hold = HOLD.model_copy(update={"name": HOSTILE, "why": HOSTILE, "packages": (package,) * 50})
    card = holds_card(answer(*([hold] * 1000)))
    assert fit(card) == card
    assert "<!channel>" not in str(card.blocks)
    assert "and 990 more holds" in str(card.blocks)


def test_the_terminal_lists_every_package() -> None:
    table = holds_table(answer(HOLD))
    assert [row[2:4] for row in table.rows] == [("openssl", "3.0.7-27")]
    assert "/sre-patch-holds" in table.notes[0]
