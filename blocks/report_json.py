"""The report as JSON, for other programs: all its figures and lists, without the findings beyond the worst."""

from core.answers.report import ReportBody


def report_json(body: ReportBody) -> bytes:
    """The whole model, indented; times are UTC."""
    return f"{body.model_dump_json(indent=2)}\n".encode()
