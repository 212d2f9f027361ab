"""A message for a topic of SNS: JSON, for programs.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
"""

from core.delivery.report import Report

_SUBJECT = 100


def sns_subject(report: Report) -> str:
    """At most 100 printable ASCII characters, as SNS wants them."""
    said = f"[{report.severity}] {report.title} ({report.state})"
    plain = "".join(each if " " <= each <= "~" else "?" for each in " ".join(said.split()))
    return plain[:_SUBJECT].strip() or report.incident_id


def sns_message(report: Report) -> str:
    """Every field of the report by its name, with a version of this shape."""
    return report.model_copy().model_dump_json().replace("{", '{"version":1,', 1)
