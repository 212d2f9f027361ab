"""Lets something go wrong in the account from the page: the AWS half plants it, and posts its alarm to the bot."""

from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.slack.shapes import Json

_PATIENCE = ClientTimeout(total=15)
_TAKEN = 200


class NoTrouble(Exception):
    """Nothing goes wrong now; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """Where the AWS half takes wishes, and where its alarms go `to` with which `key`."""

    wishes: str
    to: str
    key: str

    async def kinds(self) -> dict[str, str]:
        """What can go wrong: a title by its kind. Raises NoTrouble where the AWS half does not answer."""
        return dict((await self._asked("GET", None))["stories"])

    async def begin(self, kind: str) -> Json:
        """Let it go wrong. Raises NoTrouble where there is no such kind, or nobody took the alarm."""
        answer = await self._asked("POST", {"kind": kind, "to": self.to, "key": self.key})
        if answer["status"] != _TAKEN:
            raise NoTrouble(f"Its alarm was not taken at {self.to} ({answer['status'] or 'no answer'}).")
        return {"ok": True, "cause": answer["cause"]}

    async def _asked(self, method: str, body: Json | None) -> Json:
        try:
            async with (
                ClientSession(timeout=_PATIENCE) as session,
                session.request(method, self.wishes, json=body) as reply,
            ):
                answer: Json = await reply.json(content_type=None)
        except (ClientError, TimeoutError, ValueError) as error:
            raise NoTrouble("The AWS half does not answer.") from error
        if not answer.get("ok"):
            raise NoTrouble(str(answer.get("error")))
        return answer
