from threading import Thread
from time import perf_counter

import pytest
from pydantic import ValidationError

from sandbox.aws.faults import Fault, FaultPlan
from tests.sandbox.aws.clients import Json


def test_a_fault_happens_as_often_as_it_says() -> None:
    plan = FaultPlan()
    plan.put({"ssm:GetParameter": Fault(error="ThrottlingException", times=2)})
    taken = [plan.take("ssm:GetParameter", 1) for _ in range(3)]
    assert [fault is not None for fault in taken] == [True, True, False]


def test_the_most_particular_fault_comes_first() -> None:
    plan = FaultPlan()
    plan.put({"*": Fault(error="A"), "ec2:*": Fault(error="B"), "ec2:RunInstances": Fault(error="C")})
    names = ["ec2:RunInstances", "ec2:StopInstances", "ssm:SendCommand"]
    taken = [plan.take(name, 1) for name in names]
    assert [fault.error for fault in taken if fault] == ["C", "B", "A"]


def test_a_fault_of_the_third_page_spares_the_others() -> None:
    plan = FaultPlan()
    plan.put({"inspector2:ListFindings": Fault(error="ThrottlingException", page=3)})
    assert [plan.take("inspector2:ListFindings", page) is not None for page in (1, 2, 3, 4)] == [
        False,
        False,
        True,
        False,
    ]


def test_an_empty_page_happens_once_unless_told_otherwise() -> None:
    plan = FaultPlan()
    plan.put({"*": Fault(empty_page=True)})
    assert plan.take("a:B", 1) is not None
    assert plan.take("a:B", 1) is None


def test_clearing_the_plan_ends_a_hang() -> None:
    plan = FaultPlan()
    began = perf_counter()
    waiting = Thread(target=plan.wait, args=(30,))
    waiting.start()
    plan.clear()
    waiting.join(timeout=5)
    assert not waiting.is_alive()
    assert perf_counter() - began < 5


@pytest.mark.parametrize("wrong", [{}, {"times": 2}, {"error": "X", "times": 0}, {"eror": "X"}])
def test_a_fault_that_does_nothing_or_is_misspelt_is_refused(wrong: Json) -> None:
    with pytest.raises(ValidationError):
        Fault.model_validate(wrong)


def test_each_second_call_goes_wrong_when_told_so() -> None:
    plan = FaultPlan()
    plan.put({"*": Fault(error="ThrottlingException", every=2, times=2)})
    assert [plan.take("a:B", 1) is not None for _ in range(6)] == [False, True, False, True, False, False]


def test_a_lost_reply_or_a_reset_is_enough_of_a_fault() -> None:
    assert Fault(lost_reply=True).lives is None
    assert Fault(reset=True, times=3).lives == 3
