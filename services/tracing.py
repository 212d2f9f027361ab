"""Hands traces to a collector of OpenTelemetry over HTTP (the extra `otel`); one that is away costs only them."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode

_QUEUE, _EVERY_MS, _PATIENCE_S = 2_048, 5_000, 3
_LAST_S = 1.0


class OpenTelemetry:
    """A tracer whose spans wait in a bounded queue; what does not fit, or is not taken in time, is dropped."""

    def __init__(self, endpoint: str, version: str) -> None:
        # Each attempt that fails would be a warning, several for every batch.
        logging.getLogger("opentelemetry.exporter").setLevel(logging.ERROR)
        resource = Resource.create({"service.name": "sre-assistant", "service.version": version})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=_PATIENCE_S)
        processor = BatchSpanProcessor(
            exporter, max_queue_size=_QUEUE, schedule_delay_millis=_EVERY_MS, export_timeout_millis=_PATIENCE_S * 1_000
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("sre-assistant", version)

    @contextmanager
    def span(self, name: str, **attributes: str) -> Iterator[None]:
        """See `core.tracing`."""
        with self._tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as here:
            try:
                yield
            except BaseException as error:
                # Its words may be a stranger's.
                here.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def called(self, service: str, operation: str, answer: str, began_ns: int) -> None:
        """See `core.tracing`; by the names that OpenTelemetry gives to calls of AWS.

        Source: https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/
        """
        told = {"rpc.system": "aws-api", "rpc.service": service, "rpc.method": operation, "sre.answer": answer}
        span = self._tracer.start_span(
            f"{service}.{operation}", kind=SpanKind.CLIENT, attributes=told, start_time=began_ns
        )
        if answer != "answered":
            span.set_status(Status(StatusCode.ERROR, answer))
        span.end(time.time_ns())

    def stop(self) -> None:
        """See `core.tracing`."""
        # The library's own limit of time does not hold for one export that hangs.
        last = Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        last.join(_LAST_S)
