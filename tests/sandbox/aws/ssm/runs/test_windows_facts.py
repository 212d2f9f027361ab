import json

from tests.sandbox.aws.ssm.quick import Quick

WIN_1 = "i-0101329db3596bbda"


def test_it_tells_updates_by_number_and_no_transaction(quick: Quick) -> None:
    given = {"Packages": ["KB5060526", "KB5012170"]}
    sent = quick.ssm.send_command(DocumentName="SRE-MachineFactsWindows", InstanceIds=[WIN_1], Parameters=given)
    ended = quick.ended(sent["Command"]["CommandId"], WIN_1)
    told = json.loads(ended["StandardOutputContent"])
    assert told["packages"] == {"KB5060526": None, "KB5012170": "installed"}
    assert told["last_transaction_id"] is None
    assert list(told["free_bytes"]) == ["C:\\"]
    assert (told["domain_controller"], told["bitlocker"]) == (False, False)
