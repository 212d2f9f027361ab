"""Reads the flat form in which EC2's protocol sends lists and filters."""

from collections.abc import Mapping

from sandbox.aws.errors import AwsError


def numbered(params: Mapping[str, str], name: str) -> list[str]:
    """The values of `Name.1`, `Name.2` and so on, in that order."""
    start = f"{name}."
    found = {key.removeprefix(start): value for key, value in params.items() if key.startswith(start)}
    return [found[number] for number in sorted((key for key in found if key.isdecimal()), key=int)]


def filters_of(params: Mapping[str, str]) -> dict[str, list[str]]:
    """The values of each filter by its name; two filters of one name are refused, as EC2 does."""
    filters: dict[str, list[str]] = {}
    for number in range(1, len(params) + 1):
        name = params.get(f"Filter.{number}.Name")
        if name is None:
            break
        if name in filters:
            raise AwsError("InvalidParameterValue", f"The filter '{name}' is specified more than once")
        filters[name] = numbered(params, f"Filter.{number}.Value")
    return filters
