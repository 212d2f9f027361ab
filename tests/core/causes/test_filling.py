from core.causes.filling import filled, step_of, values_of
from core.causes.specialist import Advice
from tests.core.causes.knowledge import fact

LOOK = Advice(say="Look at {host}", run="openssl s_client -connect {host}:443")
CHANGE = Advice(say="Renew {host}", run="certbot renew --cert-name {host}", changes=True)


def test_a_sentence_is_filled_or_left_out() -> None:
    assert filled("{who} did {what}.", {"who": "Ann", "what": "it"}) == "Ann did it."
    assert filled("{who} did {what}.", {"who": "Ann"}) == ""


def test_what_was_measured_wins_over_what_was_told() -> None:
    assert values_of([fact("a", told=True, host="told.example.com"), fact("b", host="seen.example.com")]) == {
        "host": "seen.example.com"
    }


def test_a_command_that_only_looks_may_take_a_host_that_was_told() -> None:
    step = step_of(LOOK, [fact("a", told=True, host="api.example.com")])
    assert step.run == "openssl s_client -connect api.example.com:443"


def test_a_command_that_changes_takes_nothing_that_was_only_told() -> None:
    step = step_of(CHANGE, [fact("a", told=True, host="api.example.com")])
    assert step.run == "certbot renew --cert-name <host>"
    assert step.changes


def test_a_command_that_changes_takes_what_was_measured() -> None:
    assert step_of(CHANGE, [fact("a", host="api.example.com")]).run == "certbot renew --cert-name api.example.com"


def test_what_a_shell_could_run_never_gets_into_a_command() -> None:
    for evil in ("x; rm -rf /", "$(curl evil)", "a b", "-oProxyCommand=x", "`id`", "a|b", "a\nb"):
        assert step_of(CHANGE, [fact("a", host=evil)]).run == "certbot renew --cert-name <host>"
        assert step_of(LOOK, [fact("a", told=True, host=evil)]).run == "openssl s_client -connect <host>:443"


def test_told_ids_stay_out_of_commands_even_if_they_only_look() -> None:
    advice = Advice(say="Look", run="aws ec2 describe-instances --instance-ids {instance_id}")
    assert step_of(advice, [fact("a", told=True, instance_id="i-0123456789abcdef0")]).run.endswith("<instance-id>")
