"""From the evidence about an alert to its most likely cause."""

from core.causes.blame import Suspect, suspects
from core.causes.graph import Graph, graph_of
from core.causes.shift import Measured

__all__ = ["Graph", "Measured", "Suspect", "graph_of", "suspects"]
