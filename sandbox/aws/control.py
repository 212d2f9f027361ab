"""The control API of the sandbox: faults, scenarios, guard, log, reset. Never used by the product."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sandbox.aws.call import Environ
from sandbox.aws.expand import appearance
from sandbox.aws.faults import Fault
from sandbox.aws.guard import Rules
from sandbox.aws.overlay import page_members
from sandbox.aws.scenarios import EVERY, Scenario
from sandbox.aws.ssm.strangers import occupy
from sandbox.aws.stories import posted, raised, stories
from sandbox.aws.wire import Answer
from sandbox.aws.world import World

PREFIX = "/control/"


class Appearance(BaseModel):
    """What Inspector finds, or closes, on one machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instance: str
    vulnerability: str
    status: Literal["ACTIVE", "CLOSED"] = "ACTIVE"


class Raise(BaseModel):
    """Which trouble begins, and where its alarm is posted `to` with which `key`; nowhere where that is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    to: str = Field("", pattern=r"^(http://(127\.0\.0\.1|localhost)[:/].*)?$")
    key: str = ""


_PLAN = TypeAdapter(dict[str, Fault])
_SCENARIOS = TypeAdapter(dict[str, Scenario])


def control(world: World, environ: Environ, body: bytes) -> Answer:
    """Answer one control request."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    if (method, path) == ("GET", "/control/log"):
        return _log(world, environ.get("QUERY_STRING", ""))
    if path in _PLANS:
        return _PLANS[path](world, method, body)
    if (method, path) == ("GET", "/control/effects"):
        return _effects(world)
    if (method, path) == ("POST", "/control/reset"):
        world.reset()
        return _json(200, {"ok": True})
    return _json(404, {"ok": False, "error": f"there is no {method} {path}"})


def _log(world: World, query: str) -> Answer:
    asked = dict(parse_qsl(query))
    after = asked.get("after", "0")
    if not after.isdecimal():
        return _json(400, {"ok": False, "error": f"after={after} is no number"})
    return _json(200, world.log.read(int(after), asked.get("operation", "")))


def _faults(world: World, method: str, body: bytes) -> Answer:
    if method == "DELETE":
        world.faults.clear()
    elif method == "POST":
        try:
            plan = _PLAN.validate_json(body)
        except ValidationError as error:
            return _json(400, {"ok": False, "error": str(error)})
        unpaged = [key for key, fault in plan.items() if _needs_pages(fault) and page_members(key) is None]
        if unpaged:
            return _json(400, {"ok": False, "error": f"pages of {unpaged[0]} are not counted here"})
        world.faults.put(plan)
    elif method != "GET":
        return _json(405, {"ok": False, "error": "GET, POST or DELETE"})
    shown = {key: fault.model_dump(exclude_defaults=True) for key, fault in world.faults.current().items()}
    return _json(200, {"ok": True, "faults": shown})


def _scenarios(world: World, method: str, body: bytes) -> Answer:
    kept = world.account.scenarios
    if method == "DELETE":
        kept.clear()
    elif method == "POST":
        try:
            plan = _SCENARIOS.validate_json(body)
        except ValidationError as error:
            return _json(400, {"ok": False, "error": str(error)})
        unknown = [each for each in plan if each != EVERY and each not in world.account.hosts]
        if unknown:
            return _json(400, {"ok": False, "error": f"there is no machine {unknown[0]}"})
        kept.put(plan)
        occupy(world.account)
    elif method != "GET":
        return _json(405, {"ok": False, "error": "GET, POST or DELETE"})
    shown = {key: each.model_dump(exclude_defaults=True) for key, each in kept.current().items()}
    return _json(200, {"ok": True, "scenarios": shown})


def _findings(world: World, method: str, body: bytes) -> Answer:
    """Inspector finds something now, or finds it gone."""
    if method != "POST":
        return _json(405, {"ok": False, "error": "POST"})
    try:
        asked = Appearance.model_validate_json(body)
    except ValidationError as error:
        return _json(400, {"ok": False, "error": str(error)})
    account = world.account
    host = account.hosts.get(asked.instance)
    found = appearance(host, asked.vulnerability, asked.status, account.timeline.now()) if host else None
    if found is None:
        return _json(400, {"ok": False, "error": f"{asked.instance} cannot have {asked.vulnerability}"})
    account.findings.add(found)
    return _json(200, {"ok": True, "arn": found.arn})


def _guard(world: World, method: str, body: bytes) -> Answer:
    if method == "DELETE":
        world.guard.put(Rules())
    elif method == "POST":
        try:
            world.guard.put(Rules.model_validate_json(body))
        except ValidationError as error:
            return _json(400, {"ok": False, "error": str(error)})
    elif method != "GET":
        return _json(405, {"ok": False, "error": "GET, POST or DELETE"})
    return _json(200, {"ok": True, "guard": world.guard.current().model_dump()})


def _stories(world: World, method: str, body: bytes) -> Answer:
    """Something goes wrong now; the answer is the alarm that it raises, for whoever takes alarms."""
    if method == "GET":
        return _json(200, {"ok": True, "stories": {kind: each.title for kind, each in stories().items()}})
    if method != "POST":
        return _json(405, {"ok": False, "error": "GET or POST"})
    try:
        wish = Raise.model_validate_json(body)
    except ValidationError as error:
        return _json(400, {"ok": False, "error": str(error)})
    alert = raised(world.account, wish.kind)
    if alert is None:
        return _json(400, {"ok": False, "error": f"there is no story {wish.kind}"})
    status = posted(alert, wish.to, wish.key) if wish.to else None
    return _json(200, {"ok": True, "cause": stories()[wish.kind].cause, "alert": alert, "status": status})


def _effects(world: World) -> Answer:
    """What really changed by now, per machine."""
    with world.account.timeline.caught_up():
        return _json(200, {"ok": True, "effects": world.account.effects.read()})


_PLANS: Mapping[str, Callable[[World, str, bytes], Answer]] = {
    "/control/faults": _faults,
    "/control/findings": _findings,
    "/control/guard": _guard,
    "/control/scenarios": _scenarios,
    "/control/stories": _stories,
}


def _needs_pages(fault: Fault) -> bool:
    return fault.empty_page or fault.page is not None


def _json(status: int, value: Mapping[str, Any]) -> Answer:
    return Answer(status, (("Content-Type", "application/json"),), json.dumps(value, default=str).encode())
