"""Which alerts are one incident though they are of different things."""

from collections.abc import Iterator
from datetime import timedelta

from core.alerts.alert import Alert
from core.alerts.reading import names

SAME_PARENT_WITHIN = timedelta(minutes=10)
"""How long after an incident was last heard of a relative joins it; later it is an incident of its own."""

BURST_AFTER = 20
"""How many new incidents of one sender within `BURST_WITHIN` stay single; what comes on top is one burst."""

BURST_WITHIN = timedelta(minutes=1)

_PARENTS = names(
    "AutoScalingGroupName LoadBalancer TargetGroup DBClusterIdentifier DBInstanceIdentifier CacheClusterId ServiceName"
    " deployment statefulset daemonset node host service"
)


def keys(alert: Alert) -> Iterator[tuple[str, str]]:
    """What makes an alert a relative, nearest first: (key that relatives share, words for it)."""
    place = f"{alert.account}/{alert.region}"
    if alert.resource and not alert.resource.startswith("arn:aws:cloudwatch"):
        yield f"resource/{place}/{alert.resource}", f"same resource {alert.resource}"
    for name in _PARENTS:
        if value := alert.labels.get(name):
            within = alert.labels.get("namespace") or alert.labels.get("environment") or alert.labels.get("env") or ""
            host = value.partition(":")[0] if name == "host" else value
            yield f"{name}/{place}/{within}/{host}", f"same {name} {host}"
    if host := alert.labels.get("instance", "").partition(":")[0]:
        yield f"host/{place}//{host}", f"same host {host}"
