"""The process and its doors: settings, wiring, Slack, command line, MCP, HTTP."""

VERSION = "0.1.0"
