"""Who came in to an instance."""

from blocks.came_in import came_in_blocks, came_in_notes
from core.flow_rejects import Reject
from core.logins import FailedLogins, Login
from core.security.came_in import CameIn
from tests.core.security.samples import NOW
from tests.e2e.workspace import Shown

RITA = "operations/rita"
FULL = CameIn(
    logins=(
        Login(at=NOW, way="Session Manager", accepted=True, who=f"assumed-role/{RITA}", source_ip="203.0.113.24"),
        Login(at=NOW, way="SSH", accepted=True, user="ec2-user", source_ip="198.51.100.7"),
        Login(at=NOW, way="EC2 Instance Connect", accepted=False, who="mallory", user="root"),
    ),
    failed=(FailedLogins(source_ip="198.51.100.9", attempts=90, users=("root", "a", "b", "c"), first=NOW, last=NOW),),
    rejects=(Reject(source_ip="198.51.100.9", port=3389, flows=1200),),
)


def test_logins_attempts_in_vain_and_rejects_are_told() -> None:
    words = Shown({"blocks": came_in_blocks(FULL)}).words
    for said in (
        "operations/rita came in by Session Manager from 203.0.113.24",
        "ec2-user came in by SSH from 198.51.100.7",
        "mallory as root was refused by EC2 Instance Connect",
        "90 attempts over SSH in vain from 198.51.100.9, as root, a, b and 1 more",
        "198.51.100.9 was turned away at port 3389 (1,200 flows)",
    ):
        assert said in words
    assert len(came_in_notes(FULL)) == 5


def test_many_are_counted() -> None:
    many = CameIn(logins=FULL.logins * 5, failed=FULL.failed * 9, rejects=FULL.rejects * 9)
    words = Shown({"blocks": came_in_blocks(many)}).words
    assert ("and 11 more logins" in words, "from 6 more addresses" in words) == (True, True)


def test_nobody_is_no_section() -> None:
    assert came_in_blocks(None) == came_in_blocks(CameIn()) == []
    assert came_in_notes(None) == ()
