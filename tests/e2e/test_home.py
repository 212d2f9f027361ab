"""The Home tab: the fleet at a glance, its refresh and its buttons."""

import pytest

from sandbox.slack.seed import GUEST, RITA
from tests.e2e.conftest import House
from tests.e2e.workspace import Shown, Workspace


@pytest.fixture
def home(workspace: Workspace) -> Shown:
    workspace.post("home", as_=RITA)
    return workspace.until(workspace.home)


def test_home_shows_the_posture_the_worst_and_the_unknown(workspace: Workspace, home: Shown) -> None:
    assert workspace.type("/sre-vuln-check").text in home.words
    for part in ("*Mend first*", "*Worst instances*", "*Unknown: ", "The assistant is "):
        assert part in home.words


def test_refresh_asks_aws_again(house: House, home: Shown) -> None:
    asked = house.account.calls("inspector2:ListFindings")
    house.workspace.press_in(home, "Refresh")
    house.workspace.until(lambda: house.account.calls("inspector2:ListFindings") > asked)
    assert house.workspace.until(house.workspace.home).words.splitlines()[:3] == home.words.splitlines()[:3]


def test_show_all_findings_opens_a_modal(workspace: Workspace, home: Shown) -> None:
    workspace.press_in(home, "Show all findings")
    assert "Page 1 of " in workspace.until(workspace.modal).words


def test_analyse_on_home_gives_an_answer_that_the_reader_sees(workspace: Workspace, home: Shown) -> None:
    workspace.press_in(home, "Analyse ")
    direct = f"D{RITA[1:]}"
    shown = workspace.until(lambda: workspace.modal() or next(iter(workspace.messages(RITA, direct)), None))
    assert " of 100" in shown.words + shown.text


def test_a_guest_is_refused_on_home(workspace: Workspace) -> None:
    workspace.post("home", as_=GUEST)
    assert "does not answer guest accounts" in workspace.until(lambda: workspace.home(GUEST)).words
