import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from blocks.fit import fit
from blocks.metrics import metrics_card, metrics_table
from core.gaps import Gap
from core.series import Metric
from tests.blocks.answers import HOSTILE, TEXTS, alive, buttons, texts
from tests.core.examples import instance
from tests.core.metrics.answers import answer_of, busy, calm, change
from tests.core.metrics.series import CHECKS, CPU, DISK, MEMORY, Curve, before_now, metric, restless

SAID = "\n".join


def test_the_first_line_is_the_finding_with_its_mark() -> None:
    card = metrics_card(busy())
    assert card.text.startswith("web-1: CPU 85.2 % for 30 min")
    assert card.blocks[0]["text"]["text"] == f":warning: *{card.text}*"


def test_each_fact_is_a_value_beside_what_is_usual() -> None:
    fields = [each["text"] for each in metrics_card(calm()).blocks[1]["fields"]]
    assert fields[0].startswith("*CPU*\n40.1 % (usual ")
    assert len(fields) == 4


def test_an_anomaly_says_since_when_after_what_and_how_sure() -> None:
    said = SAID(texts(metrics_card(busy())))
    assert "*CPU 85.2 %* where 40.2 % is usual from <!date^" in said
    assert "until now, 6 min after a deployment" in said
    assert "confidence fair (0.60)" in said or "confidence high" in said


def test_changes_are_told_and_logins_are_not() -> None:
    said = SAID(texts(metrics_card(busy())))
    assert said.count("CodeDeploy deployment of checkout (by ana)") == 1


def test_what_is_missing_is_said_with_what_to_do() -> None:
    said = SAID(texts(metrics_card(busy())))
    assert ":grey_question: *Missing: Memory.* No datapoints. Look whether the agent runs." in said


@pytest.mark.parametrize(
    ("curves", "mark"),
    [
        ({CPU: restless()}, ":white_check_mark:"),
        ({CPU: lambda _: None}, ":grey_question:"),
        ({CPU: lambda time: 5.0 if time > before_now(60) else None}, ":grey_question:"),
        ({CHECKS: lambda time: float(time > before_now(30))}, ":rotating_light:"),
        ({CHECKS: lambda time: float(before_now(60) < time < before_now(30))}, ":warning:"),
    ],
)
def test_the_mark_is_good_only_where_everything_is_known_and_usual(curves: Mapping[Metric, Curve], mark: str) -> None:
    assert metrics_card(answer_of(curves)).blocks[0]["text"]["text"].startswith(mark)


def test_unread_metrics_are_never_good() -> None:
    gap = Gap(what="the values of NetworkIn", why="AWS refused.")
    assert ":grey_question:" in metrics_card(answer_of({CPU: restless()}, gaps=(gap,))).blocks[0]["text"]["text"]


def test_buttons_look_at_the_same_metrics_over_other_ranges() -> None:
    found = buttons(fit(metrics_card(calm())))
    assert list(found) == ["Look at 3h", "Look at 7d", "Look at 28d"]
    assert json.loads(found["Look at 7d"]["value"]) == {
        "instance_id": instance().instance_id,
        "metric_names": [],
        "time_range": "7d",
    }


def test_twelve_metrics_are_six_facts_and_a_count() -> None:
    many = {metric(f"m{number}", "Shop"): restless() for number in range(12)}
    said = SAID(texts(metrics_card(answer_of(many))))
    assert "and 6 more metrics" in said


def test_the_table_has_a_row_for_each_metric_with_its_course() -> None:
    table = metrics_table(busy())
    assert [row[0] for row in table.rows] == ["CPU %", "Disk use /data %", "Memory %", "Network in MB/s"]
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert table.rows[0][1] == "▁▁▁▁▁▁▁█"
    assert table.rows[2][2:6] == ("-", "-", "-", "-")


def test_the_table_is_eighty_characters_wide_where_names_are_short() -> None:
    rows = metrics_table(busy()).rows
    widths = [max(len(row[column]) for row in rows) for column in range(1, 8)]
    assert sum(widths) + 7 * 3 <= 80 - 12


def test_the_notes_tell_anomalies_and_growth_in_plain_words() -> None:
    notes = SAID(metrics_table(busy()).notes)
    assert "CPU 85.2 % where 40.2 % is usual from 20 Nov 01:40 UTC until now, 6 min after a deployment." in notes
    assert "Disk use /data: +1 % a day, full in 5 days" in notes


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strangers_text_stays_text(text: str) -> None:
    own = metric("Depth", "Shop", Queue=text or "q")
    hostile = change(6, what=text).model_copy(update={"by": text})
    card = metrics_card(answer_of({own: restless(), CPU: restless()}, machine=instance(name=text), changes=[hostile]))
    assert alive(fit(card)) == []


@settings(max_examples=5, deadline=None)
@given(TEXTS)
def test_any_name_of_a_machine_and_a_disk_fits_the_card(text: str) -> None:
    disk = metric("disk_used_percent", "CWAgent", path=text or "/", fstype="xfs")
    answer = answer_of({disk: restless(), DISK: restless(), MEMORY: restless()}, machine=instance(name=text))
    assert alive(fit(metrics_card(answer))) == []
