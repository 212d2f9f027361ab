import io

import yaml

from services.aws.changes.override_list import OverrideLists, content
from services.aws.session import Aws
from tests.services.aws.changes.changing import MACHINE, empty, writer
from tests.services.aws.wire import Wire


def test_a_list_names_exactly_the_packages_whatever_their_names_hold() -> None:
    names = ["openssl.x86_64", "evil\n  - id: '*'", 'quo"ted']
    assert yaml.safe_load(content(names)) == {"patches": [{"id": name} for name in names]}


def test_a_list_is_written_below_its_prefix(aws: Aws, wire: Wire) -> None:
    wire.on("s3", "PutObject", empty)
    lists = OverrideLists(writer(aws, wire), "s3://bucket/patching/")
    assert lists.put(MACHINE, "w-1", ["tar.x86_64"]) == f"s3://bucket/patching/w-1/{MACHINE}.yaml"
    assert wire.asked[0]["Body"] == content(["tar.x86_64"]).encode()


def test_a_list_is_found_only_where_it_says_the_same(aws: Aws, wire: Wire) -> None:
    wire.on("s3", "GetObject", lambda _: {"Body": io.BytesIO(content(["tar.x86_64"]).encode())})
    lists = OverrideLists(writer(aws, wire), "bucket")
    assert lists.find(MACHINE, "w-1", ["tar.x86_64"]) == f"s3://bucket/w-1/{MACHINE}.yaml"
    assert lists.find(MACHINE, "w-1", ["tar.x86_64", "expat.x86_64"]) == ""
