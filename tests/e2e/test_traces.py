"""What a collector of OpenTelemetry learns of the serving process."""

from contextlib import ExitStack
from pathlib import Path

from tests.collector import attributes, collecting
from tests.e2e.conftest import open_house


def test_a_command_and_its_calls_to_aws_are_one_trace_without_a_word_of_the_channel(
    aws_url: str, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        collector = stack.enter_context(collecting())
        house = open_house(stack, tmp_path, aws_url, OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
        house.workspace.type("/sre-vuln-check")
        house.workspace.until(lambda: "get_inspector_findings" in " ".join(collector.spans) or None, 30)
        house.bot.terminated()
        spans = dict(collector.spans)
    operation = next(span for name, span in spans.items() if name == "get_inspector_findings")
    assert attributes(operation)["door"] == "slack"
    calls = [span for name, span in spans.items() if name.startswith("inspector2.")]
    assert any(span.trace_id == operation.trace_id for span in calls)
    told = b"".join(span.SerializeToString() for span in spans.values())
    assert not [secret for secret in house.given.values() if secret.startswith("xox") and secret.encode() in told]
