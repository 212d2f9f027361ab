"""Names the tool or service that made a change, so that nobody looks for a person behind a pipeline."""

import re

from core.detections.event import Event

# What each writes into the user agent, or how AWS names the service that called.
_AGENTS = (
    ("Terraform", re.compile(r"terraform|opentofu|terragrunt", re.IGNORECASE)),
    ("CloudFormation", re.compile(r"cloudformation|aws-cdk|stacksets", re.IGNORECASE)),
    ("Pulumi", re.compile(r"pulumi", re.IGNORECASE)),
    ("Crossplane", re.compile(r"crossplane", re.IGNORECASE)),
    ("Ansible", re.compile(r"ansible", re.IGNORECASE)),
    ("Control Tower", re.compile(r"controltower", re.IGNORECASE)),
    ("Service Catalog", re.compile(r"servicecatalog", re.IGNORECASE)),
    (
        "Kubernetes",
        re.compile(r"kubernetes|kops|elbv2\.k8s\.aws|aws-load-balancer-controller|karpenter", re.IGNORECASE),
    ),
)


def tool_of(event: Event) -> str:
    """The infrastructure tool, or the service of AWS that acted by itself; empty for a person or program.

    A user agent is what a caller says of itself: it names, and clears nobody.
    """
    said = f"{event.agent} {event.who.through} {event.source_ip if '.amazonaws.com' in event.source_ip else ''}"
    named = next((name for name, pattern in _AGENTS if pattern.search(said)), "")
    if named:
        return named
    return event.who.through.removesuffix(".amazonaws.com") if event.who.service else ""
