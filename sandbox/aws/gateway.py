"""The WSGI application in front of moto: control API, latency, faults, our operations, the log."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from time import perf_counter
from typing import Any

from sandbox.aws import overlay, paging
from sandbox.aws.call import Call, Environ, identify, reads_body, service_model
from sandbox.aws.control import PREFIX, control
from sandbox.aws.errors import AwsError, injected
from sandbox.aws.faults import Fault
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
        status: list[int] = []

        def noted(line: str, headers: list[tuple[str, str]], *rest: object) -> object:
            status.append(int(line.split(" ", 1)[0]))
            return start_response(line, headers, *rest)

        answer, error = self._answer(call)
        try:
            return _send(answer, noted) if answer is not None else self._moto(environ, noted)
        finally:
            spent = (perf_counter() - began) * 1_000
            self._world.log.add(call.name, call.region, call.params, status[0] if status else 500, error, spent)

    def _answer(self, call: Call) -> tuple[Answer | None, str]:
        """Our answer and its error code; no answer means that moto shall give it."""
        try:
            fault = self._go_wrong(call)
            if call.name not in overlay.OPERATIONS:
                return None, ""
            account = self._world.account_of(call.access_key, call.region)
            result = overlay.answer(account, call)
            answer = result_answer(call, _emptied(call, result) if fault and fault.empty_page else result)
        except AwsError as error:
            return error_answer(call, error), error.code
        if self._world.size.debug:
            _check(call, answer)
        return answer, ""

    def _go_wrong(self, call: Call) -> Fault | None:
        fault = self._world.faults.take(call.name, _page_of(call))
        spell = fault.latency_ms / 1_000 + fault.hang_s if fault else 0
        self._world.faults.wait(self._world.size.latency_ms / 1_000 + spell)
        if fault is not None and fault.error is not None:
            raise injected(fault.error, fault.message, call.name)
        return fault


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
    shape = service_model(call.service).operation_model(call.operation).output_shape
    problems = output_problems(shape, json.loads(answer.body))
    if problems:
        raise ValueError(f"{call.name} answers what the model does not allow: {'; '.join(problems[:5])}")


def _take_body(environ: Environ) -> bytes:
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _send(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    phrase = HTTPStatus(answer.status).phrase
    headers = [*answer.headers, ("Content-Length", str(len(answer.body)))]
    start_response(f"{answer.status} {phrase}", headers)
    return [answer.body]
