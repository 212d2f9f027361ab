from sandbox.aws.call import service_model
from sandbox.aws.rest import members, request_members, wire_names

GUARD = service_model("guardduty")


def test_members_stand_in_the_path_the_query_and_the_body() -> None:
    listing = GUARD.operation_model("ListFindings")
    told = request_members(
        listing, "/detector/d%2D1/findings", "", {"maxResults": 5, "sortCriteria": {"orderBy": "ASC"}}
    )
    assert told == {"DetectorId": "d-1", "MaxResults": 5, "SortCriteria": {"OrderBy": "ASC"}}
    assert request_members(GUARD.operation_model("ListDetectors"), "/detector", "maxResults=7", {}) == {"MaxResults": 7}


def test_names_go_to_the_wire_and_back() -> None:
    shape = GUARD.operation_model("GetFindings").output_shape
    told = {"Findings": [{"Id": "f-1", "Resource": {"InstanceDetails": {"InstanceId": "i-1"}}}]}
    wire = wire_names(shape, told)
    assert wire == {"findings": [{"id": "f-1", "resource": {"instanceDetails": {"instanceId": "i-1"}}}]}
    assert members(shape, wire) == told
