"""Who is told of the work: a collector of OpenTelemetry where the settings name one, else nobody."""

import logging

from bot import VERSION
from bot.settings import Settings
from core.alerts import Incident
from core.answers.explain import Explanation
from core.progress import Progress
from core.tracing import Tracer, Untraced
from workflows.explaining.explaining import Explainer

_log = logging.getLogger(__name__)


def tracer(settings: Settings) -> Tracer:
    """The tracer of this process."""
    endpoint = settings.otel_exporter_otlp_endpoint
    if not endpoint:
        return Untraced()
    try:
        # An optional extra, and a third of a second to import.
        from services.tracing import OpenTelemetry  # noqa: PLC0415
    except ImportError:
        _log.warning("OTEL_EXPORTER_OTLP_ENDPOINT is set, and the extra `otel` is not installed; nothing is traced.")
        return Untraced()
    return OpenTelemetry(endpoint, VERSION)


class TracedExplaining:
    """Explains incidents as its explainer does, each in a span."""

    def __init__(self, explainer: Explainer, traces: Tracer) -> None:
        self._explainer = explainer
        self._tracer = traces

    def incident(self, incident: Incident, progress: Progress) -> Explanation:
        """The explanation; raises as the explainer's."""
        with self._tracer.span("explain incident", incident_id=incident.id):
            return self._explainer.incident(incident, progress)

    def specialist_for(self, incident: Incident) -> str:
        """Who will look at it, by title."""
        return self._explainer.specialist_for(incident)
