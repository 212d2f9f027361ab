"""Reads Sigma rules with pySigma into trees of our own.

Needs the extra `sigma`. Rules: https://sigmahq.io/docs/basics/rules.html; values and modifiers:
https://sigmahq.io/docs/basics/modifiers.html.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import re2
from sigma import conditions as parsed
from sigma import types as given
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule
from yaml import MarkedYAMLError, YAMLError

from core.detections import Category
from core.findings import Severity
from core.sigma.checks import Check, Expression, Network, Number, Sign, Text, Truth, Wild
from core.sigma.rule import PREFIX, OwnRule
from core.sigma.tree import All, AnyOf, Condition, Empty, Field, Not, Present, Same, Word

_TECHNIQUE = re.compile(r"t\d{4}(?:\.\d{3})?")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST = 500
# The tactics of ATT&CK, as tags write them: https://attack.mitre.org/tactics/enterprise/
_CATEGORIES: Mapping[str, Category] = {
    "initialaccess": "login",
    "lateralmovement": "login",
    "execution": "execution",
    "persistence": "persistence",
    "privilegeescalation": "privilege_escalation",
    "defenseevasion": "defense_evasion",
    "stealth": "defense_evasion",
    "defenseimpairment": "defense_evasion",
    "credentialaccess": "credential_access",
    "discovery": "discovery",
    "reconnaissance": "discovery",
    "collection": "exfiltration",
    "exfiltration": "exfiltration",
    "commandandcontrol": "execution",
    "resourcedevelopment": "persistence",
    "impact": "impact",
}
_SIGNS: Mapping[str, Sign] = {"LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}


class NotReadableError(Exception):
    """A rule that cannot be judged here; the text says why, in a few words that follow a file's name."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds: rules for CloudTrail, why others of it cannot be used, and how many are for other logs."""

    rules: tuple[OwnRule, ...]
    problems: tuple[str, ...] = ()
    others: int = 0


def parse(text: str, stem: str) -> Parsed:
    """The rules of one file, whose name without its ending is `stem`; nothing is raised, whatever the file holds."""
    try:
        found = SigmaCollection.from_yaml(text, collect_errors=True).rules
    except (SigmaError, YAMLError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        return Parsed((), (_words(error),))
    if not found:
        return Parsed((), ("it holds no rule",))
    rules, problems, others = list[OwnRule](), list[str](), 0
    for number, each in enumerate(found, start=1):
        name = f"{stem}-{number}" if len(found) > 1 else stem
        try:
            rule = _rule(each, name)
        except (NotReadableError, SigmaError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            problems.append(_words(error))
            continue
        rules += [rule] if rule else []
        others += rule is None
    return Parsed(tuple(rules), tuple(problems), others)


def _words(error: Exception) -> str:
    if not isinstance(error, SigmaError | YAMLError | NotReadableError):
        return "it is no Sigma rule"  # pySigma stumbled over something of another shape
    if isinstance(error, MarkedYAMLError) and error.problem and error.problem_mark:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return " ".join(str(error).split())[:_LONGEST].rstrip(".")


def _rule(rule: object, name: str) -> OwnRule | None:
    """None where the rule is for other logs."""
    if not isinstance(rule, SigmaRule):
        raise NotReadableError("it is no rule about single events, and correlations and filters are not read")
    source = (rule.logsource.category, rule.logsource.product, rule.logsource.service)
    if any(source) and source[1:] != ("aws", "cloudtrail"):
        return None
    if rule.errors:
        raise NotReadableError(_words(rule.errors[0]))
    tags = [(str(tag.namespace).lower(), str(tag.name).lower()) for tag in rule.tags]
    return OwnRule(
        name=PREFIX + _NO_SLUG.sub("-", name.lower()).strip("-"),
        title=_line(rule.title) or name,
        severity=_severity(rule),
        category=next(_tactics(tags), "config_changes"),
        technique=next((word.upper() for space, word in tags if _is_technique(space, word)), ""),
        why=_line(rule.description),
        conditions=tuple(_condition(each.parsed) for each in rule.detection.parsed_condition),
        innocent=tuple(_line(each) for each in rule.falsepositives or () if _line(each).lower() != "unknown"),
    )


def _is_technique(space: str, word: str) -> bool:
    return space == "attack" and bool(_TECHNIQUE.fullmatch(word))


def _tactics(tags: list[tuple[str, str]]) -> Iterator[Category]:
    for space, word in tags:
        found = _CATEGORIES.get(re.sub("[-_]", "", word)) if space == "attack" else None
        if found:
            yield found


def _severity(rule: SigmaRule) -> Severity:
    """A rule without a level is of medium severity: somebody wrote it to be looked at."""
    return Severity(rule.level.name.lower()) if rule.level else Severity.MEDIUM


def _line(value: object) -> str:
    return " ".join(str(value).split())[:_LONGEST] if value else ""


def _condition(node: object) -> Condition:
    match node:
        case parsed.ConditionAND():
            return All(tuple(_condition(each) for each in node.args))
        case parsed.ConditionOR():
            return AnyOf(tuple(_condition(each) for each in node.args))
        case parsed.ConditionNOT():
            return Not(_condition(node.args[0]))
        case parsed.ConditionFieldEqualsValueExpression():
            return _field(node.field, node.value)
        case parsed.ConditionValueExpression():
            return _word(node.value)
        case _:
            raise NotReadableError(f"its condition has a {type(node).__name__}, which cannot be judged here")


def _field(path: str, value: given.SigmaType) -> Condition:
    match value:
        case given.SigmaNull():
            return Empty(path)
        case given.SigmaExists():
            return Present(path, bool(value))
        case given.SigmaFieldReference():
            return Same(path, value.field, value.starts_with, value.ends_with)
        case given.SigmaExpansion():
            return AnyOf(tuple(_field(path, each) for each in value.values))
        case _:
            return Field(path, _check(value))


def _word(value: object) -> Condition:
    match value:
        case given.SigmaString():
            return Word(_text(value))
        case given.SigmaNumber():
            return Word(Text((str(value.number),)))
        case given.SigmaExpansion():
            return AnyOf(tuple(_word(each) for each in value.values))
        case _:
            raise NotReadableError(f"it looks for a {type(value).__name__} anywhere in the event")


def _check(value: given.SigmaType) -> Check:
    for kind, made in _CHECKS.items():
        if isinstance(value, kind):
            return made(value)
    raise NotReadableError(f"it compares with a {type(value).__name__}, which cannot be judged here")


def _text(value: given.SigmaString) -> Text:
    return Text(tuple(_part(part) for part in value.s), cased=isinstance(value, given.SigmaCasedString))


def _part(part: object) -> str | Wild:
    match part:
        case str():
            return part
        case given.SpecialChars.WILDCARD_MULTI:
            return Wild.MANY
        case given.SpecialChars.WILDCARD_SINGLE:
            return Wild.ONE
        case _:
            raise NotReadableError("it has a placeholder, and nothing here fills it")


def _expression(value: given.SigmaRegularExpression) -> Expression:
    # RE2 takes linear time, whatever the text; its flags stand in the expression.
    flags = "".join(sorted(value.sigma_to_re_flag[flag] for flag in value.flags))
    return Expression(re2.compile(f"(?{flags})({value.to_plain()})" if flags else value.to_plain()))


def _compared(value: given.SigmaCompareExpression) -> Number:
    return Number(value.number.number, _SIGNS[value.op.name])


_CHECKS: Mapping[type, Callable[..., Check]] = {
    given.SigmaString: _text,
    given.SigmaTimestampPart: lambda _: _refused("a part of a time"),
    given.SigmaNumber: lambda value: Number(value.number),
    given.SigmaBool: lambda value: Truth(value.boolean),
    given.SigmaRegularExpression: _expression,
    given.SigmaCIDRExpression: lambda value: Network(value.network),
    given.SigmaCompareExpression: _compared,
}


def _refused(what: str) -> Check:
    raise NotReadableError(f"it compares with {what}, which cannot be judged here")
