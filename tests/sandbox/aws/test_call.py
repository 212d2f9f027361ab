from typing import Any

from sandbox.aws.call import Call, identify


def signed(service: str, **more: str) -> dict[str, Any]:
    scope = f"AWS4-HMAC-SHA256 Credential=AKIASANDBOX/20261120/eu-west-1/{service}/aws4_request, SignedHeaders=host"
    return {"HTTP_AUTHORIZATION": scope, "PATH_INFO": "/", "REQUEST_METHOD": "POST", **more}


def named(environ: dict[str, Any], body: bytes) -> Call:
    call = identify(environ, body)
    assert call is not None
    return call


def test_a_json_call_is_named_by_its_target() -> None:
    call = named(signed("ssm", HTTP_X_AMZ_TARGET="AmazonSSM.GetParameter"), b'{"Name": "a"}')
    assert (call.name, call.protocol, call.region) == ("ssm:GetParameter", "json", "eu-west-1")
    assert call.params == {"Name": "a"}
    assert call.access_key == "AKIASANDBOX"


def test_a_query_call_is_named_by_its_action() -> None:
    form = signed("elasticloadbalancing", CONTENT_TYPE="application/x-www-form-urlencoded; charset=utf-8")
    call = named(form, b"Action=DescribeTargetHealth&TargetGroupArn=x")
    assert (call.name, call.params) == ("elbv2:DescribeTargetHealth", {"TargetGroupArn": "x"})


def test_a_rest_call_is_named_by_its_path() -> None:
    call = named(signed("inspector2", PATH_INFO="/coverage/list"), b"{}")
    assert (call.name, call.protocol) == ("inspector2:ListCoverage", "rest-json")


def test_a_cbor_call_is_named_by_its_path() -> None:
    path = "/service/GraniteServiceVersion20100801/operation/ListMetrics"
    call = named(signed("monitoring", PATH_INFO=path, HTTP_SMITHY_PROTOCOL="rpc-v2-cbor"), b"\xa0")
    assert call.name == "cloudwatch:ListMetrics"


def test_an_unsigned_request_is_no_call() -> None:
    assert identify({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, b"") is None
    assert identify({"HTTP_AUTHORIZATION": "Bearer x", "PATH_INFO": "/"}, b"") is None


def test_a_service_nobody_knows_is_named_by_its_path() -> None:
    assert named(signed("madeup", PATH_INFO="/x"), b"").name == "madeup:/x"


def test_a_broken_body_has_no_parameters() -> None:
    assert named(signed("ssm", HTTP_X_AMZ_TARGET="AmazonSSM.GetParameter"), b"{").params == {}
