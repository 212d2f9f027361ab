"""One group of findings."""

from blocks.groups import group_line, labels_of
from core.risk import groups
from tests.core.examples import NOW, REGION, entry, exploited, finding, instance_id

LABELS = {instance_id(1): "web-1", instance_id(2): "web-2"}


def test_instances_are_called_by_their_labels() -> None:
    assert labels_of([entry(1), entry(2, name="")]) == {instance_id(1): "web-1", instance_id(2): instance_id(2)}


def test_three_lines_say_what_where_and_why_with_a_link_to_the_proof() -> None:
    [group] = groups([finding(1, known_exploited=exploited())], {}, NOW)
    head, what, why = group_line(group, LABELS, REGION).splitlines()
    assert head == "*P0 · openssl* 3.0.7-24.el9 on web-1"
    assert what.startswith("High, 1 finding: CVE-2026-0001 (<https://us-west-2.console.aws.amazon.com/inspector/")
    assert what.endswith("|open in Inspector>)")
    assert why == "known exploited; score 7.5; fixed in 3.0.7-27.el9"


def test_long_lists_are_cut_to_three_and_counted() -> None:
    found = [finding(n, instance_id=instance_id(n)) for n in range(1, 6)]
    [group] = groups(found, {}, NOW)
    head, what, _ = group_line(group, LABELS, REGION).splitlines()
    assert head.endswith(f"on web-1, web-2, {instance_id(3)} and 2 more")
    assert "High, 5 findings: CVE-2026-0001, CVE-2026-0002, CVE-2026-0003 and 2 more" in what
