"""Who is told of the work."""

import sys

import pytest

from bot.settings import Settings
from bot.tracing import tracer
from core.tracing import Untraced

NAMED = Settings.model_construct(otel_exporter_otlp_endpoint="http://127.0.0.1:9")


def test_without_a_collector_nobody_is_and_the_library_is_not_even_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "services.tracing", raising=False)
    assert isinstance(tracer(Settings.model_construct(otel_exporter_otlp_endpoint="")), Untraced)
    assert "services.tracing" not in sys.modules


def test_with_one_that_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not isinstance(tracer(NAMED), Untraced)
    monkeypatch.setitem(sys.modules, "services.tracing", None)
    assert isinstance(tracer(NAMED), Untraced)


def test_without_the_extra_that_is_said(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setitem(sys.modules, "services.tracing", None)
    tracer(NAMED)
    assert "the extra `otel` is not installed" in caplog.text
