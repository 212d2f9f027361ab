from core.alerts import Alert
from core.causes.likeness import likeness


def _like(title: str, service: str = "cart") -> str:
    return likeness(Alert(fingerprint="f", title=title, service=service))


def test_alerts_that_differ_in_numbers_and_ids_are_alike() -> None:
    assert _like("CPU 93 % on web at 10:02") == _like("CPU 97 % on web at 23:59")
    assert _like("task 0123456789abcdef died") == _like("task fedcba9876543210 died")


def test_other_words_or_another_service_are_not() -> None:
    assert _like("CPU high") != _like("disk full")
    assert _like("CPU high") != _like("CPU high", "web")
