from core.findings import Finding, Package, Severity
from core.patches import Node
from core.patching.drafting import Draft, Subject, Terms, draft, live_now
from core.patching.eligible import Machine
from core.patching.live import drift
from core.patching.plan import PatchLevel
from tests.core.examples import NOW, exploited, finding, instance, instance_id
from tests.core.patching.test_eligible import machine

RPM = Package(name="openssl", version="3.0.7-18", fixed_in="3.0.7-27", arch="X86_64")
JAR = Package(name="log4j-core", version="2.14.0", fixed_in="2.17.1", manager="JAR")


def subject(number: int = 1, *found: Finding, **more: object) -> Subject:
    opted_in = instance(number, tags={"PatchAutomation": "enabled"}, availability_zone="us-west-2a")
    node = Node(instance_id=instance_id(number), online=True, platform="Amazon Linux")
    known: Machine = machine(**{"instance": opted_in, "node": node, **more})
    return Subject(machine=known, findings=found or (finding(1, packages=(RPM,)),))


def drafted(*subjects: Subject, level: PatchLevel = "all") -> Draft:
    terms = Terms(
        plan_id="p-20261120-abc123",
        account="123456789012",
        region="us-west-2",
        made_at=NOW,
        requested_by="U0REQUEST1",
        level=level,
        bake_s=900,
        backup_keep_days=7,
        rollback_approved=True,
    )
    return draft(subjects, terms)


def test_a_plan_names_machines_packages_waves_and_what_it_is_for() -> None:
    plan = drafted(subject(1), subject(2)).plan
    assert plan
    assert [machine.name for machine in plan.machines] == ["web-1", "web-2"]
    assert [package.override for package in plan.machines[0].packages] == ["openssl.x86_64"]
    assert [wave.instance_ids for wave in plan.waves] == [(instance_id(1),), (instance_id(2),)]
    assert (plan.risk.findings, plan.criticality) == (2, "non_critical")
    assert plan.expected_s > 2 * plan.bake_s


def test_a_known_exploited_finding_makes_the_plan_critical_whatever_its_severity() -> None:
    found = finding(1, packages=(RPM,), severity=Severity.LOW, known_exploited=exploited())
    plan = drafted(subject(1, found)).plan
    assert plan
    assert (plan.criticality, plan.risk.known_exploited) == ("critical", 1)
    assert plan.risk.reasons[0] == "1 known exploited"


def test_a_machine_that_may_not_be_changed_is_left_out_with_its_reason() -> None:
    made = drafted(subject(1), subject(2, instance=instance(2)))
    assert made.plan
    assert [machine.instance_id for machine in made.plan.machines] == [instance_id(1)]
    assert [(each.name, "PatchAutomation" in each.why) for each in made.left_out] == [("web-2", True)]


def test_there_is_no_plan_where_nothing_can_be_installed_and_what_remains_is_told() -> None:
    made = drafted(subject(1, finding(1, packages=(JAR,))))
    assert made.plan is None
    assert made.left_out[0].why == "It has no finding that its package manager could close."
    assert [each.package for each in made.leftovers] == ["log4j-core"]


def test_the_live_state_is_the_same_as_long_as_nothing_changes() -> None:
    made = drafted(subject(1))
    assert made.plan
    assert drift(made.live, live_now(made.plan, [subject(1)])) == ()


def test_a_new_finding_of_a_planned_package_is_drift_and_one_of_another_package_is_none() -> None:
    made = drafted(subject(1))
    assert made.plan
    first, second = finding(1, packages=(RPM,)), finding(2, packages=(RPM,))
    other = finding(3, packages=(RPM.model_copy(update={"name": "curl"}),))
    assert "CVE-2026-0002" in drift(made.live, live_now(made.plan, [subject(1, first, second)]))[0]
    assert drift(made.live, live_now(made.plan, [subject(1, first, other)])) == ()


def test_a_package_that_somebody_upgraded_and_a_machine_that_is_gone_are_drift() -> None:
    made = drafted(subject(1))
    assert made.plan
    newer = finding(1, packages=(RPM.model_copy(update={"version": "3.0.7-20"}),))
    assert "has 3.0.7-20" in drift(made.live, live_now(made.plan, [subject(1, newer)]))[0]
    assert "not there any more" in drift(made.live, live_now(made.plan, []))[0]


def test_a_machine_that_lost_its_tag_is_drift() -> None:
    made = drafted(subject(1))
    assert made.plan
    assert "no longer has the tag" in drift(made.live, live_now(made.plan, [subject(1, instance=instance(1))]))[0]
