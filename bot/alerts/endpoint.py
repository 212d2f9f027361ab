"""POST /alerts/<source>: authenticated, limited, stored, and only then answered."""

import asyncio
import json
import logging
import re
from dataclasses import dataclass
from secrets import token_hex

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.alerts.keys import Given, Keys
from bot.alerts.rates import Rates
from core.alerts.envelopes import gunzipped
from core.alerts.reading import Json
from core.clock import Clock
from core.errors import AssistantError, Cause, NotAllowed, Upstream
from services.sns.sender import SnsSender, from_sns
from workflows.alerts.arrivals import OURS, Arrival, own_key
from workflows.alerts.intake import Intake

_log = logging.getLogger(__name__)
_SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_STORED_WITHIN_S = 8.0
_INFLATED = 8  # times what may be sent
_EXAMPLE = '{"title": "Disk full on db1", "message": "97 % of /data", "severity": "high"}'


class Refusal(Exception):
    """What a sender is told instead of 200; `again_s` says when to come back."""

    def __init__(self, status: int, sentence: str, again_s: int = 0) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.again_s = again_s

    def response(self) -> Response:
        """As JSON, with Retry-After where there is one."""
        headers = {"Retry-After": str(self.again_s)} if self.again_s else None
        return JSONResponse({"error": self.sentence}, self.status, headers=headers)


@dataclass(frozen=True, slots=True)
class AlertEndpoint:
    """The parts of the endpoint. `most_bytes` is what one request may hold."""

    keys: Keys
    rates: Rates
    sns: SnsSender
    intake: Intake
    clock: Clock
    most_bytes: int

    def route(self) -> Route:
        """Where it is served."""
        return Route("/alerts/{source}", self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        """One request; whatever goes wrong is told in a sentence."""
        try:
            return await self._taken(request, str(request.path_params["source"]))
        except Refusal as refusal:
            return refusal.response()
        except ClientDisconnect:
            return Refusal(400, "The request ended before its body did.").response()
        except NotAllowed as error:
            return Refusal(403, str(error)).response()
        except AssistantError as error:
            return _unavailable(error).response()
        except Exception:  # noqa: BLE001  the edge of this door: the sender comes again, and the log has what broke
            reference = token_hex(4)
            _log.exception("an alert could not be taken in, reference %s", reference)
            return Refusal(503, f"Something broke here; the reference is {reference}.", 5).response()

    async def _taken(self, request: Request, source: str) -> Response:
        if not _SOURCE.fullmatch(source) or source.lower() == OURS:
            raise Refusal(404, f"A source has letters, digits, dots and hyphens, 64 at most, and is not called {OURS}.")
        body = await self._body(request)
        self._authenticate(request, source, body)
        if not self.rates.allow(source):
            raise Refusal(429, f"Too many requests from {source}; more are taken in a second.", 1)
        text = self._text(request, body)
        payload = self._parsed(request, text)
        message = from_sns(payload)
        if message is not None and await self._told_by_sns(message):
            return JSONResponse({"confirmed": True})
        key = own_key(payload) or token_hex(10)
        new = await self._stored(Arrival(source, text, self.clock.now(), key))
        return self._done(request, key, new=new)

    async def _body(self, request: Request) -> bytes:
        """The bytes, never more than may be; a length that is announced is believed only where it is too much."""
        announced = request.headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > self.most_bytes:
            raise self._too_large()
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self.most_bytes:
                raise self._too_large()
        return bytes(body)

    def _too_large(self) -> Refusal:
        return Refusal(413, f"The request holds more than {self.most_bytes:,} bytes; send fewer alerts at once.")

    def _authenticate(self, request: Request, source: str, body: bytes) -> None:
        if not self.keys.known(source):
            raise Refusal(401, f"There is no key for {source}; set SRE_ALERT_KEYS, and send it as X-Alert-Key.")
        given = Given(request.headers, request.query_params.get("key", ""), body)
        if not self.keys.fit(source, given):
            raise Refusal(
                401, f"The key is missing or is not the one for {source}; send it as X-Alert-Key, Bearer or password."
            )

    def _text(self, request: Request, body: bytes) -> str:
        if request.headers.get("content-encoding", "").lower() in {"gzip", "deflate"}:
            body = gunzipped(body, self.most_bytes * _INFLATED)
            if not body:
                raise Refusal(413, "The body is not gzip, or holds too much when it is unpacked.")
        return body.decode("utf-8", "replace")

    def _parsed(self, request: Request, text: str) -> object:
        """JSON, or a text where the sender does not call it JSON."""
        if not text.strip():
            raise Refusal(422, f"The body is empty; it should be JSON such as {_EXAMPLE}.")
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            if "json" not in request.headers.get("content-type", "json"):
                return text
            where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
            raise Refusal(422, f"The body is not JSON{where}; it should be such as {_EXAMPLE}.") from None

    async def _told_by_sns(self, message: Json) -> bool:
        """Check a message of SNS; whether it was one about the subscription and is done with."""
        await run_in_threadpool(self.sns.check, message)
        if message["Type"] == "SubscriptionConfirmation":
            await run_in_threadpool(self.sns.confirm, message)
        return message["Type"] != "Notification"

    async def _stored(self, arrival: Arrival) -> bool:
        """Wait for the commit; one that takes too long may still come, and the sender's repetition is harmless."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self.intake.accept(arrival)), _STORED_WITHIN_S)
        except TimeoutError:
            raise Refusal(503, "The alert was not stored in time; send it again.", 5) from None

    def _done(self, request: Request, key: str, *, new: bool) -> Response:
        if delivery := request.headers.get("x-amz-firehose-request-id"):
            # Firehose takes any other answer for a failure:
            # https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
            return JSONResponse({"requestId": delivery, "timestamp": int(self.clock.now().timestamp() * 1000)})
        return JSONResponse({"stored": True, "id": key, "new": new})


def _unavailable(error: AssistantError) -> Refusal:
    if isinstance(error, Upstream) and error.cause is Cause.THROTTLED:
        return Refusal(429, str(error), 1)
    return Refusal(503, f"The alert could not be recorded: {error.sentence} Send it again.", 5)
