"""The metrics of a machine: what each is called and means, which are meant, and what their values say."""

from core.metrics.catalogue import AGENT, BASIC, CATALOGUE, EC2, Kind, Known, known, label_of, metric_of

__all__ = ["AGENT", "BASIC", "CATALOGUE", "EC2", "Kind", "Known", "known", "label_of", "metric_of"]
