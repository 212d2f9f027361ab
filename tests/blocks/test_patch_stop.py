from blocks.fit import fit
from blocks.patch_stop import stop_card, stop_table
from core.answers.patch_stop import MachineFate, PatchStop
from core.patching.rehearsal import PlannedCall

CALL = PlannedCall(wave="canary", machine="web-1", call="ssm:SendCommand", what="a scan")
HOSTILE = "<!channel> *x*" + "y" * 300


def answer(machines: int = 2, **more: object) -> PatchStop:
    fields: dict[str, object] = {
        "workflow_id": "w-20260301-abc123",
        "stop_status": "asked",
        "machines": tuple(MachineFate(name=f"web-{n}", fate="finished first") for n in range(machines)),
        "calls": (CALL,),
        "card_url": "https://acme.slack.com/archives/C1/p1",
        "summary": "Stopping w-20260301-abc123: those who may stop it are asked in its thread",
    }
    return PatchStop.model_validate(fields | more)


def test_every_machine_is_told_up_to_a_point() -> None:
    card = stop_card(answer(2000))
    assert fit(card) == card
    assert "and 1,990 more machines" in str(card.blocks)


def test_words_of_strangers_stay_words() -> None:
    card = stop_card(answer(machines=1, summary=HOSTILE))
    assert "<!channel>" not in str(card.blocks) + card.text


def test_the_terminal_lists_what_is_still_done() -> None:
    table = stop_table(answer())
    assert table.rows == (("canary", "web-1", "ssm:SendCommand", "a scan", ""),)
    assert "web-0: finished first" in table.notes
