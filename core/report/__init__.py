"""The report on every finding: kept compactly, judged, and added up in the ways that people act on."""
