from core.detections.lineage import Lineage, lineage_of
from tests.core.detections.examples import event, session


def test_who_made_credentials_is_followed_to_the_first() -> None:
    first = event("sts:AssumeRole", responseElements={"credentials": {"accessKeyId": "ASIA1"}})
    second = event(
        "sts:AssumeRole",
        1,
        userIdentity=session("hop", "one", "ASIA1"),
        responseElements={"credentials": {"accessKeyId": "ASIA2"}},
    )
    lineage = lineage_of([first, second, event("s3:ListBuckets", 2, userIdentity=session("end", "two", "ASIA2"))], [])
    assert lineage.makers("ASIA2") == ("ada", "hop/one")
    assert lineage.root("ASIA2") == lineage.root("AKIAADAADAADAADAADA1")


def test_strangers_are_apart() -> None:
    lineage = lineage_of([event("s3:ListBuckets"), event("s3:ListBuckets", userIdentity=session("r", "s"))], [])
    assert lineage.root("ASIASESSION000000001") != lineage.root("AKIAADAADAADAADAADA1")


def test_a_circle_of_makers_ends() -> None:
    lineage = Lineage()
    lineage.made("a", "b", "Bo")
    lineage.made("b", "a", "Al")
    assert set(lineage.makers("a")) <= {"Al", "Bo"}


def test_an_empty_identity_is_nobody() -> None:
    lineage = Lineage()
    lineage.join("", "a")
    assert lineage.root("") == ""
    assert lineage.makers("") == ()
