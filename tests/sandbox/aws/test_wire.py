import json
from datetime import UTC, datetime

import pytest

from sandbox.aws.call import Call
from sandbox.aws.errors import AwsError, invalid
from sandbox.aws.wire import Encoded, encode, error_answer, result_answer


def call(service: str, protocol: str) -> Call:
    return Call(service, "Anything", protocol, "us-west-2", "AKIASANDBOX")


def test_timestamps_become_epoch_seconds() -> None:
    assert json.loads(encode({"at": datetime(1970, 1, 2, tzinfo=UTC)})) == {"at": 86400.0}


def test_encoded_items_are_joined_as_they_are() -> None:
    assert encode({"a": Encoded((b"{}", b'{"x":1}')), "b": 1}) == b'{"a":[{},{"x":1}],"b":1}'
    assert encode({"a": Encoded(())}) == b'{"a":[]}'


def test_what_has_no_json_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="object"):
        encode({"a": object()})


def test_a_rest_json_error_names_its_type_in_a_header() -> None:
    answer = error_answer(call("inspector2", "rest-json"), invalid("wrong", field="maxResults"))
    assert dict(answer.headers)["x-amzn-ErrorType"] == "ValidationException"
    body = json.loads(answer.body)
    assert body["reason"] == "FIELD_VALIDATION_FAILED"
    assert body["fields"] == [{"name": "maxResults", "message": "wrong"}]


def test_a_json_error_names_its_type_in_the_body() -> None:
    answer = error_answer(call("ssm", "json"), AwsError("InvalidNextToken", "wrong"))
    assert json.loads(answer.body) == {"__type": "InvalidNextToken", "message": "wrong"}
    assert dict(answer.headers)["Content-Type"] == "application/x-amz-json-1.1"


def test_xml_errors_escape_their_message() -> None:
    answer = error_answer(call("ec2", "ec2"), AwsError("X", "a < b"))
    assert b"<Message>a &lt; b</Message>" in answer.body


def test_a_result_of_ssm_has_its_content_type() -> None:
    assert dict(result_answer(call("ssm", "json"), {}).headers)["Content-Type"] == "application/x-amz-json-1.1"


def test_a_service_that_left_the_query_protocol_keeps_its_codes() -> None:
    answer = error_answer(call("cloudwatch", "json"), AwsError("ThrottlingException", "Rate exceeded"))
    assert dict(answer.headers)["x-amzn-query-error"] == "Throttling;Sender"
    refused = error_answer(call("cloudwatch", "json"), invalid("wrong", field="Period"))
    assert json.loads(refused.body) == {"__type": "ValidationError", "message": "wrong"}
