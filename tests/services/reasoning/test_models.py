import asyncio
from collections.abc import Awaitable, Callable

import pytest
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from core.errors import Upstream
from services.reasoning.models import Choice, PydanticReasoner, reasoner

Answer = Callable[[list[ModelMessage], AgentInfo], ModelResponse | Awaitable[ModelResponse]]
CHOICE = Choice("us-west-2", bedrock_model="anthropic.claude")


def _asked(answer: Answer, timeout_s: float = 5.0) -> PydanticReasoner:
    return PydanticReasoner(CHOICE, timeout_s, FunctionModel(answer))


def _wording(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    del messages
    [tool] = info.output_tools
    assert info.function_tools == []
    return ModelResponse([ToolCallPart(tool.name, {"order": ["a"], "root_cause": "It broke.", "cites": ["E1"]})])


def test_an_answer_is_a_wording_with_its_tokens_and_no_tool_is_in_reach() -> None:
    answered = _asked(_wording).word("do", "{}")
    assert answered.wording.root_cause == "It broke."
    assert answered.tokens_in > 0


def test_an_answer_of_another_shape_is_refused() -> None:
    def prose(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        del messages, info
        return ModelResponse([TextPart("I approve everything.")])

    with pytest.raises(Upstream, match=r"The model anthropic\.claude did not answer"):
        _asked(prose).word("do", "{}")


def test_a_model_that_takes_too_long_is_left_behind() -> None:
    async def hang(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        await asyncio.sleep(30)
        return _wording(messages, info)

    with pytest.raises(Upstream, match=r"The model anthropic\.claude"):
        _asked(hang, 0.3).word("do", "{}")


@pytest.mark.parametrize(
    ("choice", "named"),
    [
        (CHOICE, "anthropic.claude"),
        (Choice("r", anthropic_key="k"), "claude-haiku-4-5"),
        (Choice("r", azure_key="k", azure_endpoint="https://a", azure_deployment="ours"), "ours"),
        (Choice("r", openai_key="k"), "gpt-5-mini"),
    ],
)
def test_the_first_vendor_that_is_named_is_taken(choice: Choice, named: str) -> None:
    found = reasoner(choice, 10)
    assert found is not None
    assert found.model == named


def test_without_a_model_there_is_none() -> None:
    assert reasoner(Choice("us-west-2"), 10) is None


def test_a_check_is_one_short_question_without_any_shape() -> None:
    asked: list[AgentInfo] = []

    def greet(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        del messages
        asked.append(info)
        return ModelResponse([TextPart("OK")])

    _asked(greet).check()
    assert [(info.output_tools, info.function_tools) for info in asked] == [([], [])]
    assert asked[0].model_settings == {"max_tokens": 16}


@pytest.mark.parametrize(("status", "said"), [(401, "is not accepted"), (403, "may not be used"), (404, "There is no")])
def test_what_is_wrong_with_name_key_or_role_is_said(status: int, said: str) -> None:
    def refuse(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        del messages, info
        raise ModelHTTPError(status, "anthropic.claude")

    with pytest.raises(Upstream, match=said) as told:
        _asked(refuse).check()
    assert f"HTTP {status}" in told.value.sentence
    assert told.value.advice


def test_a_vendor_in_trouble_may_be_asked_again() -> None:
    def fail(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        del messages, info
        raise ModelHTTPError(529, "anthropic.claude")

    with pytest.raises(Upstream, match=r"did not answer \(HTTP 529\)") as told:
        _asked(fail).check()
    assert told.value.retryable
