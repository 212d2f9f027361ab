"""The WSGI application in front of moto: control API, latency, faults, our operations, the log."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from time import perf_counter
from typing import Any

from sandbox.aws import overlay, paging
from sandbox.aws.call import RENAMED, Call, Environ, identify, reads_body, service_model
from sandbox.aws.cloudtrail.trail import write_down
from sandbox.aws.control import PREFIX, control
from sandbox.aws.errors import AwsError, injected
from sandbox.aws.faults import Fault
from sandbox.aws.http import ConnectionCutError
from sandbox.aws.rest import members
from sandbox.aws.signature import check_age
from sandbox.aws.validation import output_problems
from sandbox.aws.wire import Answer, error_answer, result_answer
from sandbox.aws.world import World

StartResponse = Callable[..., object]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]


class Gateway:
    """Answers what it can and passes the rest to moto."""

    def __init__(self, world: World, moto: Wsgi) -> None:
        self._world = world
        self._moto = moto

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """One HTTP request."""
        if environ["PATH_INFO"].startswith(PREFIX):
            return _send(control(self._world, environ, _take_body(environ)), start_response)
        body = _take_body(environ) if reads_body(environ) else b""
        call = identify(environ, body)
        if call is None:
            return self._moto(environ, start_response)
        return self._logged(call, environ, start_response)

    def _logged(self, call: Call, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        status, error = 0, "lost"
        try:
            answer, error = self._answered(call, environ)
            status = answer.status
            return _send(answer, start_response)
        except ConnectionCutError as cut:
            error = str(cut)
            raise
        finally:
            spent = (perf_counter() - began) * 1_000
            self._world.log.add(call.name, call.region, call.params, status, error, spent)

    def _answered(self, call: Call, environ: Environ) -> tuple[Answer, str]:
        """An answer and its error code."""
        try:
            check_age(environ, call, self._world.guard.current().signature_life_s)
            fault = self._go_wrong(call)
            answer = self._done(call, environ, fault)
            if fault and fault.lost_reply:
                _lose(fault, call)
        except AwsError as error:
            return error_answer(call, error), error.code
        return answer, ""

    def _done(self, call: Call, environ: Environ, fault: Fault | None) -> Answer:
        """Let the call take effect: by our operation where there is one, else by moto."""
        self._world.account.timeline.catch_up()
        account = self._world.account_of(call.access_key, call.region)
        self._world.guard.check(account, call)
        if call.name not in overlay.OPERATIONS:
            answer = _through(self._moto, environ)
        else:
            result = overlay.answer(account, call)
            answer = result_answer(call, _emptied(call, result) if fault and fault.empty_page else result)
            if self._world.size.debug:
                _check(call, answer)
        if answer.status < HTTPStatus.BAD_REQUEST:
            self._world.log.took_effect(call.name)
            agent = environ.get("HTTP_USER_AGENT", "")
            write_down(account, call, answer.body, environ.get("REMOTE_ADDR", ""), agent)
        return answer

    def _go_wrong(self, call: Call) -> Fault | None:
        fault = self._world.faults.take(call.name, _page_of(call))
        spell = fault.latency_ms / 1_000 + fault.hang_s if fault else 0
        self._world.faults.wait(self._world.size.latency_ms / 1_000 + spell)
        if fault is None:
            return None
        if fault.reset:
            raise ConnectionCutError(reset=True)
        if fault.error is not None and not fault.lost_reply:
            raise injected(fault.error, fault.message, call.name)
        return fault


def _lose(fault: Fault, call: Call) -> None:
    if fault.error is None:
        raise ConnectionCutError(reset=False)
    raise injected(fault.error, fault.message, call.name)


def _through(application: Wsgi, environ: Environ) -> Answer:
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(line: str, headers: list[tuple[str, str]], *_: object) -> None:
        started.append((line, headers))

    body = b"".join(application(environ, start_response))
    line, headers = started[-1]
    return Answer(int(line.split(" ", 1)[0]), tuple(headers), body)


def _page_of(call: Call) -> int:
    members = overlay.page_members(call.name)
    return paging.page_of(call.params.get(members.asked)) if members else 1


def _emptied(call: Call, result: Mapping[str, Any]) -> Mapping[str, Any]:
    """An empty page that is not the last one; AWS documents that such pages happen."""
    members = overlay.page_members(call.name)
    if members is None:
        return result
    given = call.params.get(members.asked)
    key = paging.query_key({"operation": call.operation, **call.params})
    place = paging.read(given, key)
    again = paging.token(paging.Place(place.offset, place.page + 1), key)
    return {**result, members.items: [], members.following: again}


def _check(call: Call, answer: Answer) -> None:
    if call.protocol in ("ec2", "query"):
        return  # their writer knows no member that the model does not have
    shape = service_model(call.service).operation_model(call.operation).output_shape
    told = json.loads(answer.body)
    problems = output_problems(shape, members(shape, told) if call.service in RENAMED else told)
    if problems:
        raise ValueError(f"{call.name} answers what the model does not allow: {'; '.join(problems[:5])}")


def _take_body(environ: Environ) -> bytes:
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _send(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    phrase = HTTPStatus(answer.status).phrase
    start_response(f"{answer.status} {phrase}", list(answer.headers))
    return [answer.body]
