"""DescribeInstances: moto selects, and each machine is described at once instead of attribute by attribute."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.instances import Instance, Reservation

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.ec2.form import filters_of, numbered
from sandbox.aws.ec2.machine import described
from sandbox.aws.errors import AwsError

Params = Mapping[str, str]
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
_LEAST, _MOST = 5, 1000
_FILTER_VALUES = 200
_ID = re.compile(r"i-[0-9a-f]{8}([0-9a-f]{9})?")


def describe_instances(account: Account, params: Params) -> Mapping[str, Any]:
    """A page of instances, each in the reservation that it was launched in."""
    if params.get("DryRun") == "true":
        raise AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
    ids, size = numbered(params, "InstanceId"), _size(params)
    found = _selected(ec2_backends[account.id][account.region], ids, filters_of(params))
    key = paging.query_key({"operation": "DescribeInstances", **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextToken", "The specified nextToken is not valid.") from error
    shown, following = paging.cut(found, place, size)
    more = {"NextToken": paging.token(following, key)} if following else {}
    return {"Reservations": [_reservation(*each) for each in shown], **more}


def _size(params: Params) -> int:
    given = params.get("MaxResults")
    if given is None:
        return _MOST
    if numbered(params, "InstanceId"):
        text = "The parameter instancesSet cannot be used with the parameter maxResults"
        raise AwsError("InvalidParameterCombination", text)
    if not given.isdecimal() or not _LEAST <= int(given) <= _MOST:
        text = f"Value ( {given} ) for parameter maxResults is invalid. Expecting a value between {_LEAST} and {_MOST}."
        raise AwsError("InvalidParameterValue", text)
    return int(given)


def _selected(
    ec2: EC2Backend, ids: Sequence[str], filters: Mapping[str, list[str]]
) -> list[tuple[Reservation, Instance]]:
    if any(len(values) > _FILTER_VALUES for values in filters.values()):
        text = "The maximum number of filter values specified on a single call is 200"
        raise AwsError("FilterLimitExceeded", text)
    malformed = [each for each in ids if not _ID.fullmatch(each)]
    if malformed:
        raise AwsError("InvalidInstanceID.Malformed", f'Invalid id: "{malformed[0]}"')
    try:
        if ids:
            found: Iterable[Reservation] = ec2.get_reservations_by_instance_ids(list(dict.fromkeys(ids)), filters)
        else:
            found = ec2.describe_instances(filters)
    except ServiceException as error:
        raise AwsError(str(error.code), str(error.message)) from error
    except NotImplementedError as error:
        raise AwsError("InvalidParameterValue", f"One of the filters {sorted(filters)} is invalid") from error
    return [(reservation, machine) for reservation in found for machine in reservation.instances]


def _reservation(reservation: Reservation, machine: Instance) -> Mapping[str, Any]:
    return {
        "ReservationId": reservation.id,
        "OwnerId": reservation.owner_id,
        "Groups": [],
        "Instances": [described(machine)],
    }
