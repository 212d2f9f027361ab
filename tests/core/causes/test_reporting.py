from core.causes import telling
from core.causes.reporting import report_of
from core.gaps import Gap
from tests.core.causes.knowledge import fact, plumbing, scene

GAP = Gap(what="the gauge", why="it did not answer")


def test_a_cause_that_stands_out_is_likely_and_needs_no_further_check() -> None:
    report = report_of([plumbing()], scene(fact("pressure_low"), fact("told_leak", told=True)), ())
    assert (report.verdict, report.check_next) == ("likely", "")
    assert report.confidence.value > 0.8


def test_two_that_are_close_are_inconclusive_and_say_what_decides() -> None:
    report = report_of([plumbing()], scene(fact("pressure_low"), fact("work_before", -0.5)), ())
    assert report.verdict == "inconclusive"
    assert report.check_next == "Read the pressure gauge. Ask who worked there."
    assert telling.root_cause(report) == "Inconclusive: it may be a burst pipe or work on the pipes."


def test_nothing_found_is_unknown_and_says_where_to_look() -> None:
    report = report_of([plumbing()], scene(), (GAP,))
    assert (report.verdict, report.check_next) == ("unknown", "Listen at the pipes.")
    assert telling.root_cause(report) == "No cause stands out from what could be gathered."
    assert report.gaps == (GAP,)


def test_words_alone_are_never_sure() -> None:
    report = report_of([plumbing()], scene(fact("told_leak", told=True, room="hall")), ())
    assert report.confidence.value <= 0.6
    assert "nothing measured" in report.confidence.basis


def test_what_could_not_be_checked_stands_beside_the_confidence() -> None:
    report = report_of([plumbing()], scene(fact("pressure_low")), (GAP,))
    assert "1 thing could not be checked" in report.confidence.basis


def test_every_cited_id_exists_and_is_cited_by_its_own_evidence() -> None:
    report = report_of([plumbing()], scene(fact("told_leak", told=True), fact("pressure_low")), ())
    ids = {each.id for each in report.evidence}
    assert all(set(each.supports) <= ids for each in report.hypotheses)
    assert {each.kind for each in report.cited(report.hypotheses[0])} == {"told_leak", "pressure_low"}


def test_the_timeline_is_in_order_and_holds_the_alert() -> None:
    report = report_of([plumbing()], scene(fact("work_before", -20), fact("pressure_low", -3)), ())
    assert [each.what for each in report.timeline] == [
        "There is work before.",
        "There is pressure low.",
        "The alert came.",
    ]


def test_of_an_inconclusive_report_nothing_is_changed_yet() -> None:
    report = report_of([plumbing()], scene(fact("pressure_low"), fact("work_before", -0.5)), ())
    steps = telling.immediate_actions(report)
    assert steps[0].say == report.check_next
    assert not any(step.changes for step in steps)
    assert telling.prevention(report) == ()


def test_the_impact_is_what_was_told_of_it_and_what_such_a_cause_costs() -> None:
    leak = fact("told_leak", told=True, room="hall").model_copy(update={"impact": True})
    other = fact("lights_out").model_copy(update={"impact": True})
    report = report_of([plumbing()], scene(leak, other, fact("pressure_low")), ())
    said = telling.impact(report, "house", "The floor gets wet.", 1)
    assert said == "house: There is told leak. hall The floor gets wet."


def test_an_impact_that_nobody_knows_is_said() -> None:
    report = report_of([plumbing()], scene(), ())
    assert telling.impact(report, "", "", 2).endswith("says what people lose. 2 things are affected.")


def test_what_hardly_concerns_the_alert_is_no_moment_of_it() -> None:
    elsewhere = fact("door_opened", -20, strength=0.35)
    weak = fact("work_before", -1, strength=0.35)
    report = report_of([plumbing()], scene(elsewhere, weak), ())
    assert [each.what for each in report.timeline] == ["There is work before.", "The alert came."]
