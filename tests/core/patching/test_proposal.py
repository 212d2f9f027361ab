from core.findings import Fix, Package, Severity
from core.patching.proposal import immediate_actions, plan_summary, proposal_summary
from core.patching.sorting import leftovers
from tests.core.examples import exploited, finding, instance_id
from tests.core.patching.examples import plan
from tests.core.patching.test_drafting import drafted, subject

JAR = Package(name="log4j-core", version="2.14.0", fixed_in="2.17.1", manager="JAR")
UNFIXED = Package(name="glibc", version="2.34")
LABELS = {instance_id(1): "web-1", instance_id(2): "web-2"}


def test_a_plan_is_summed_up_with_the_names_of_its_waves() -> None:
    told = plan_summary(plan(), "d" * 64)
    assert told.waves == (("web-1",), ("web-2",))
    assert (told.packages, told.closes, told.expected_minutes) == (("openssl",), 4, 40)


def test_the_same_package_on_two_machines_is_one_action_and_the_most_exploited_comes_first() -> None:
    left = [
        *leftovers(instance_id(1), [finding(1, packages=(JAR,), severity=Severity.CRITICAL)]),
        *leftovers(instance_id(2), [finding(1, packages=(JAR,), severity=Severity.CRITICAL)]),
        *leftovers(instance_id(1), [finding(2, packages=(UNFIXED,), fix=Fix.NO, known_exploited=exploited())]),
    ]
    first, second = immediate_actions(left, LABELS)
    assert (first.action, first.known_exploited) == ("Mitigate glibc on 1 instance", 1)
    assert (second.action, second.machines) == ("Upgrade log4j-core on 2 instances", ("web-1", "web-2"))


def test_the_summary_says_what_a_patch_closes_and_what_it_leaves() -> None:
    made = drafted(subject(1), subject(2, finding(2, packages=(JAR,))))
    actions = immediate_actions(made.leftovers, LABELS)
    assert proposal_summary(made, actions, 2) == (
        "A patch of 1 of 2 instances closes 1 finding; 1 other finding needs people"
    )
    nothing = drafted(subject(1, finding(1, packages=(JAR,))))
    assert proposal_summary(nothing, (), 1) == "Nothing can be installed on 1 instance"
