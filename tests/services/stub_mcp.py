"""A small MCP server over stdio: one tool that shows logs, and one that restarts things."""

from mcp.server import MCPServer
from mcp_types import ToolAnnotations

server = MCPServer("stub")


@server.tool(annotations=ToolAnnotations(read_only_hint=True))
def search_logs(service: str) -> str:
    """Log lines of a service."""
    return f"{service}: OOMKilled, exit code 137"


@server.tool(annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True))
def restart(service: str) -> str:
    """Restarts a service."""
    return f"restarted {service}"


if __name__ == "__main__":
    server.run("stdio")
