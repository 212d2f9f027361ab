"""What stands for an id in the texts of the seed, and what is put there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moto.ec2.models import ec2_backends

from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.event import key_of
from sandbox.aws.scale import stable_hex
from sandbox.aws.seed.history import Who
from sandbox.aws.seed.scenes import Step, attacks

_PLACE = re.compile(r"\{([a-z][a-z0-9:_./@-]*)\}")
_MADE = "made:"


@dataclass(frozen=True, slots=True)
class Names:
    """Texts by placeholder. `{made:vol-cache}` needs no entry: it is an id made of its own name."""

    texts: Mapping[str, str]

    def more(self, **texts: str) -> "Names":
        """With further ones."""
        return Names({**self.texts, **texts})

    def text(self, place: str) -> str | None:
        """What stands there; None where that is not known."""
        if place.startswith(_MADE):
            kind, _, name = place.removeprefix(_MADE).partition("-")
            return f"{kind}-0{stable_hex(f'made/{kind}/{name}', 16)}"
        return self.texts.get(place)

    def has_all(self, step: Step, who: Who) -> bool:
        """Whether everything that a step and its caller speak of is there."""
        said = (step.request, step.response, step.more, step.about, step.said, who.session)
        return all(self.text(place) is not None for place in places(said))

    def who(self, who: Who) -> Who:
        """A caller whose session may be named after a machine."""
        return who.model_copy(update={"session": filled(who.session, self)}) if "{" in who.session else who


def names_in(account: Account) -> Names:
    """What the seed may speak of in an account."""
    groups = (group for kept in ec2_backends[account.id][account.region].groups.values() for group in kept.values())
    keys = {f"key:{name}": key_of(who) for name, who in attacks().who.items()}
    return Names(
        {
            "account": account.id,
            "region": account.region,
            **keys,
            **{host.name: host.id for host in account.hosts.values()},
            **{f"group:{group.name}": group.id for group in groups},
        }
    )


def filled(value: Any, names: Names) -> Any:  # noqa: ANN401  any JSON
    """The same with texts in the places that are known."""
    if isinstance(value, dict):
        return {key: filled(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, names) for each in value]
    if not isinstance(value, str) or "{" not in value:
        return value
    return _PLACE.sub(lambda found: _known(names.text(found[1]), found[0]), value)


def places(value: object) -> Iterator[str]:
    """The placeholders in texts of any depth."""
    if isinstance(value, str):
        yield from (found[1] for found in _PLACE.finditer(value))
    elif isinstance(value, dict):
        for each in value.values():
            yield from places(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from places(each)


def _known(text: str | None, place: str) -> str:
    return place if text is None else text
