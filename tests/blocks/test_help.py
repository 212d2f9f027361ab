"""What the assistant can do."""

from blocks.help import help_card, help_table, usage_card
from core.answers.help import Help, HelpLine
from tests.blocks.answers import texts

CHECK = HelpLine(slash="/sre-x", cli="x list", tool="get_x", summary="List x & y.", example="/sre-x i-1")
SILENT = HelpLine(slash="", cli="y", tool="get_y", summary="List y.", example="sre-agent y")


def test_every_slash_command_stands_with_an_example_that_works() -> None:
    said = texts(help_card(Help(operations=(CHECK, SILENT))))
    assert "*/sre-x*  List x &amp; y.\nFor example `/sre-x i-1`" in said
    assert not any("List y." in text for text in said)


def test_no_command_is_cut_off_however_many_there_are() -> None:
    long = CHECK.model_copy(update={"summary": "Show it. " * 20, "example": "/sre-x " + "i-0a554b5583dd70864 " * 3})
    said = "".join(texts(help_card(Help(operations=(long,) * 40))))
    assert said.count("For example") == 40
    assert "…" not in said


def test_one_command_explains_itself() -> None:
    card = usage_card(CHECK)
    assert card.text == "/sre-x: List x &amp; y."
    assert texts(card)[1] == "*/sre-x*  List x &amp; y.\nFor example `/sre-x i-1`"


def test_the_table_shows_all_doors() -> None:
    assert help_table(Help(operations=(CHECK, SILENT))).rows == (
        ("/sre-x", "sre-agent x list", "get_x", "List x & y."),
        ("", "sre-agent y", "get_y", "List y."),
    )
