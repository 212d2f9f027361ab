"""Logs: one JSON object a line, secrets masked before anything is written."""

import json
import logging
import sys
from datetime import UTC, datetime

from core.redact import RedactingFilter

# At DEBUG these print whole payloads, tokens and message texts.
_TALKATIVE = ("slack_sdk", "slack_bolt", "slack_socket", "botocore", "boto3", "urllib3", "aiohttp", "mcp")


class JsonLines(logging.Formatter):
    """One line of JSON per record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its time in UTC, and its exception where there is one."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        elif record.exc_text:
            entry["exception"] = record.exc_text
        return json.dumps(entry, ensure_ascii=False)


def configure(level: str) -> None:
    """Log to standard error, which leaves standard output to answers and to MCP."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(RedactingFilter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.getLevelName(level), logging.WARNING))
