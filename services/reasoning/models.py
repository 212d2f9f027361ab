"""Models of Amazon Bedrock, Anthropic and Azure OpenAI behind pydantic-ai (the extra `ai`)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from core.causes.wording import Wording
from core.errors import BadRequest, Cause, Upstream
from services.reasoning import Answered

if TYPE_CHECKING:
    # An optional extra, and half a second to import: only a process that words with a model needs it.
    from pydantic_ai.models import Model as AiModel

_AT_ONCE = 4
# Some models want room for a few tokens at least.
_FEW_TOKENS = 16
_WRONG = {
    400: ("The model {model} does not take such requests (HTTP 400).", "Check its name; Bedrock may want a profile's."),
    401: ("The key for the model {model} is not accepted (HTTP 401).", "Check the key, and whose it is."),
    403: (
        "The model {model} may not be used from here (HTTP 403).",
        "Allow this role or key to use it here.",
    ),
    404: ("There is no model {model} there (HTTP 404).", "Check its name, and the region or end point."),
}
Told = TypeVar("Told")
_MOST_TOKENS = 600


@dataclass(frozen=True, slots=True)
class Choice:
    """Which model to use. The first that is named is taken: Bedrock, then Anthropic, then Azure OpenAI, then OpenAI."""

    region: str
    bedrock_model: str = ""
    anthropic_key: str = ""
    anthropic_model: str = "claude-haiku-4-5"
    openai_key: str = ""
    openai_model: str = "gpt-5-mini"
    azure_key: str = ""
    azure_endpoint: str = ""
    azure_deployment: str = ""
    azure_version: str = "2024-10-21"

    @property
    def named(self) -> str:
        """The model as its vendor names it; empty for none."""
        if self.bedrock_model:
            return self.bedrock_model
        if self.anthropic_key:
            return self.anthropic_model
        if self.azure_key and self.azure_endpoint:
            return self.azure_deployment
        return self.openai_model if self.openai_key else ""


class PydanticReasoner:
    """A chosen model, asked with a time limit."""

    def __init__(self, choice: Choice, timeout_s: float, model: "AiModel | None" = None) -> None:
        self._choice = choice
        self._timeout_s = timeout_s
        self._given = model
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="model")

    @property
    def model(self) -> str:
        """As its vendor names it."""
        return self._choice.named

    def word(self, instructions: str, digest: str) -> Answered:
        """Ask it once; a wrong shape is asked for once more.

        Raises:
            Upstream: it did not answer in time, refused, or gave no wording.
        """
        return self._answer(partial(self._asked, instructions, digest))

    def check(self) -> None:
        """Ask it for one word, which proves its name, the key or role, and the way there; some twenty tokens.

        Raises:
            Upstream: as `word`.
        """
        self._answer(self._greeted)

    def _answer(self, ask: Callable[[], Told]) -> Told:
        asked = self._pool.submit(ask)
        wait([asked], timeout=self._timeout_s)
        if not asked.done():
            asked.cancel()
            sentence = f"The model {self.model} had not answered within {self._timeout_s:.0f} s."
            raise Upstream(sentence, cause=Cause.TIMED_OUT, retryable=True)
        # A vendor's library may raise anything, from missing credentials to a shape that is no wording.
        error = asked.exception()
        if error is not None:
            raise _refused(self.model, error) from error
        return asked.result()

    def _greeted(self) -> None:
        from pydantic_ai import Agent  # noqa: PLC0415  see above

        agent = Agent(self._given or _made(self._choice))
        run = agent.run("Say OK.", model_settings={"max_tokens": _FEW_TOKENS})
        asyncio.run(asyncio.wait_for(run, self._timeout_s))

    def _asked(self, instructions: str, digest: str) -> Answered:
        from pydantic_ai import Agent  # noqa: PLC0415  see above

        agent = Agent(self._given or _made(self._choice), output_type=Wording, instructions=instructions, retries=1)
        run = agent.run(digest, model_settings={"max_tokens": _MOST_TOKENS, "temperature": 0.0})
        # A loop of its own that ends with the question, so that one which hangs leaves nothing behind.
        answer = asyncio.run(asyncio.wait_for(run, self._timeout_s))
        usage = answer.usage
        return Answered(answer.output, usage.input_tokens, usage.output_tokens)


def _refused(model: str, error: BaseException) -> Upstream:
    """What a vendor's library says, in our words: they all tell the status of HTTP, where there was an answer."""
    status = getattr(error, "status_code", None)
    if status in _WRONG:
        sentence, advice = _WRONG[status]
        return Upstream(sentence.format(model=model), cause=Cause.DENIED, retryable=False, advice=advice)
    why = f"HTTP {status}" if status else type(error).__name__
    advice = "Check its name, its key, and whether this role may use it."
    return Upstream(f"The model {model} did not answer ({why}).", cause=Cause.BROKEN, retryable=True, advice=advice)


def reasoner(choice: Choice, timeout_s: float) -> PydanticReasoner | None:
    """What words with a model; None where none is named.

    Raises:
        BadRequest: a model is named and the extra `ai` is not installed.
    """
    if not choice.named:
        return None
    try:
        import pydantic_ai  # noqa: F401, PLC0415  an optional extra
    except ImportError:
        raise BadRequest(
            f"The model {choice.named} is named, and the extra `ai` is not installed.",
            advice="Install sre-operations-assistant[ai], or name no model.",
        ) from None
    return PydanticReasoner(choice, timeout_s)


def _made(choice: Choice) -> "AiModel":
    # Each vendor's library is imported for the model that is used.
    if choice.bedrock_model:
        from pydantic_ai.models.bedrock import BedrockConverseModel  # noqa: PLC0415
        from pydantic_ai.providers.bedrock import BedrockProvider  # noqa: PLC0415

        provider = BedrockProvider(region_name=choice.region, aws_read_timeout=10, aws_connect_timeout=3)
        return BedrockConverseModel(choice.bedrock_model, provider=provider)
    if choice.anthropic_key:
        from pydantic_ai.models.anthropic import AnthropicModel  # noqa: PLC0415
        from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: PLC0415

        return AnthropicModel(choice.anthropic_model, provider=AnthropicProvider(api_key=choice.anthropic_key))
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415

    if choice.azure_key:
        from pydantic_ai.providers.azure import AzureProvider  # noqa: PLC0415

        azure = AzureProvider(
            azure_endpoint=choice.azure_endpoint, api_version=choice.azure_version, api_key=choice.azure_key
        )
        return OpenAIChatModel(choice.azure_deployment, provider=azure)
    from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415

    return OpenAIChatModel(choice.openai_model, provider=OpenAIProvider(api_key=choice.openai_key))
