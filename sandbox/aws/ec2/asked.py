"""What a request asks of EC2: read by botocore's model, and refused in EC2's own words."""

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from sandbox.aws.call import service_model
from sandbox.aws.errors import AwsError
from sandbox.aws.form import Form, FormError

Params = Mapping[str, Any]


def asked(operation: str, sent: Mapping[str, str]) -> Params:
    """The parameters by their names; raises AwsError for what no EC2 request may have."""
    shape = service_model("ec2").operation_model(operation).input_shape
    form = Form(sent, "ec2")
    try:
        params = form.params(shape)
    except FormError as error:
        text = f"Invalid value '{error.value}' for {error.name}"
        raise AwsError("InvalidParameterValue", text) from error
    for name in form.unread():
        raise AwsError("UnknownParameter", f"The parameter {name} is not recognized")
    for problem in _problems(shape, params):
        raise problem
    return params


def unless_dry_run(params: Params) -> None:
    """End a request that would have succeeded, where it is only tried."""
    if params.get("DryRun"):
        raise AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")


def _problems(shape: Shape | None, value: Any) -> Iterator[AwsError]:  # noqa: ANN401  whatever the shape says
    if isinstance(shape, StructureShape):
        for name in shape.required_members:
            if name not in value:
                yield AwsError("MissingParameter", f"The request must contain the parameter {name}")
        for name, each in value.items():
            yield from _problems(shape.members[name], each)
    elif isinstance(shape, ListShape):
        for each in value:
            yield from _problems(shape.member, each)
    elif shape is not None and shape.metadata.get("enum") and value not in shape.metadata["enum"]:
        yield AwsError("InvalidParameterValue", f"Value ({value}) for parameter {shape.name} is invalid.")
