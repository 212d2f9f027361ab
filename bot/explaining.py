"""Puts together what explains alerts."""

import logging

from blocks.charts.causes import cause_charts
from bot.settings import Settings
from core.clock import Clock
from core.errors import BadRequest
from core.routing import route
from core.strands import global_region
from services.aws.acm import CertificateManager
from services.aws.alarms import Alarms
from services.aws.cloudwatch import CloudWatch
from services.aws.code_deploy import CodeDeploy
from services.aws.config_history import ConfigHistory
from services.aws.crew import Crew
from services.aws.database_load import DatabaseLoad
from services.aws.ec2 import Ec2
from services.aws.ecs import Ecs
from services.aws.flow_logs import FlowLogs
from services.aws.health_events import HealthEvents
from services.aws.insights import Insights
from services.aws.instance_status import InstanceStatus
from services.aws.load_balancers import LoadBalancers
from services.aws.rds import Rds
from services.aws.session import Aws
from services.aws.stacks import Stacks
from services.aws.xray import XRay
from services.mcp_tools import McpTools
from services.probes.names import Names
from services.probes.ports import Ports
from services.reasoning.models import Choice, reasoner
from services.store import Store
from services.store.cache import Cache
from services.store.files import Files
from workflows.alerts.handling import Handling
from workflows.explaining.case import Collector
from workflows.explaining.collectors.alarm_history import AlarmHistoryCollector
from workflows.explaining.collectors.alarms import AlarmCollector
from workflows.explaining.collectors.calls import CallCollector
from workflows.explaining.collectors.certificates import CertificateCollector
from workflows.explaining.collectors.changes import ChangeCollector
from workflows.explaining.collectors.config_history import ConfigCollector
from workflows.explaining.collectors.database_load import DatabaseLoadCollector
from workflows.explaining.collectors.databases import DatabaseCollector
from workflows.explaining.collectors.deployments import CodeDeployCollector, StackCollector
from workflows.explaining.collectors.ecs import EcsCollector
from workflows.explaining.collectors.flow_logs import FlowCollector
from workflows.explaining.collectors.health_events import HealthCollector
from workflows.explaining.collectors.instances import InstanceCollector
from workflows.explaining.collectors.logs import LogCollector
from workflows.explaining.collectors.metrics import MetricCollector
from workflows.explaining.collectors.patches import PatchCollector
from workflows.explaining.collectors.probes import DnsCollector, TcpCollector, TlsCollector
from workflows.explaining.collectors.targets import TargetCollector
from workflows.explaining.collectors.tools import ToolCollector
from workflows.explaining.explaining import Explainer, Incidents, Past
from workflows.explaining.gathering import Gathering
from workflows.explaining.memory import CauseMemory
from workflows.explaining.reasoning import Advised, Price
from workflows.explaining.replies import Explains, Replies, Telling
from workflows.explaining.shelf import shelf
from workflows.explaining.surroundings import Neighbourhood, Sources
from workflows.patching.records import Records
from workflows.trail import Trail

# A dozen collectors look side by side, for several alerts at once.
_COLLECTORS_AT_ONCE = 48
# The sources of one dependency graph are asked side by side, and so are the traces of its components.
_NEIGHBOURS_AT_ONCE = 8
COLLECTORS = (
    "alarm_history",
    "alarms",
    "calls",
    "certificates",
    "changes",
    "code_deploy",
    "config",
    "database_load",
    "databases",
    "dns",
    "ecs",
    "flow_logs",
    "health",
    "instances",
    "logs",
    "metrics",
    "patches",
    "stacks",
    "targets",
    "tcp",
    "tls",
)
"""What specialists may name as collectors."""
_LOG = logging.getLogger(__name__)


def explainer(
    settings: Settings,
    aws: Aws,
    store: Store,
    incidents: Incidents,
    trail: Trail,
    cloudwatch: CloudWatch,
    clock: Clock,
) -> Explainer:
    """What explains incidents and pasted texts."""
    crew = Crew(_COLLECTORS_AT_ONCE, thread_name_prefix="explain")
    found = collectors(settings, aws, trail, cloudwatch, Records(store))
    past = Past(incidents, CauseMemory(store, clock), advised(settings, store, clock))
    kept = shelf(settings.sre_specialists_dir, COLLECTORS)
    signs = [sign for one in kept.specialists for sign in one.signs]
    servers = {
        f"mcp_{name}": ToolCollector(McpTools(name, server, settings.sre_mcp_timeout), signs)
        for name, server in settings.sre_mcp_servers.items()
    }
    for problem in kept.problems:
        _LOG.warning("%s It is left out.", problem)
    return Explainer(aws, kept, Gathering({**found, **servers}, crew, always=tuple(servers)), route, past, clock, crew)


def advised(settings: Settings, store: Store, clock: Clock) -> Advised | None:
    """What words explanations with a model; None where none is named, or its library is missing."""
    try:
        words = reasoner(choice(settings), settings.sre_model_timeout)
    except BadRequest as error:
        _LOG.warning("%s Explanations are told in our own words.", error)
        return None
    price = Price(settings.sre_model_usd_in, settings.sre_model_usd_out, settings.sre_model_usd_per_day)
    return Advised(words, store, Cache(settings.sre_data_dir, clock), clock, price) if words else None


def choice(settings: Settings) -> Choice:
    """Which model the settings name."""
    named = {"anthropic_model": settings.sre_model, "openai_model": settings.sre_model} if settings.sre_model else {}
    return Choice(
        region=settings.aws_region,
        bedrock_model=settings.bedrock_model_id,
        anthropic_key=settings.anthropic_api_key.get_secret_value(),
        openai_key=settings.openai_api_key.get_secret_value(),
        azure_key=settings.azure_openai_api_key.get_secret_value(),
        azure_endpoint=settings.azure_openai_endpoint,
        azure_deployment=settings.azure_openai_deployment,
        **named,
    )


def replies(settings: Settings, store: Store, incidents: Handling, explaining: Explains, clock: Clock) -> Replies:
    """What explains incidents in their threads; without a channel for alerts nobody is told."""
    telling = Telling(settings.sre_alert_channel, cause_charts, Files(settings.sre_data_dir, clock).put)
    return Replies(explaining, incidents, CauseMemory(store, clock), store, clock, telling)


def collectors(
    settings: Settings, aws: Aws, trail: Trail, cloudwatch: CloudWatch, records: Records
) -> dict[str, Collector]:
    """Everything that can be looked at, by the name that specialists call it."""
    names = Names()
    ports = Ports(names.addresses, private=settings.sre_probe_private)
    return {
        "alarm_history": AlarmHistoryCollector(Alarms(aws)),
        "alarms": AlarmCollector(Alarms(aws)),
        "calls": call_collector(settings, aws, cloudwatch),
        "certificates": CertificateCollector(CertificateManager(aws)),
        "databases": DatabaseCollector(Rds(aws)),
        "ecs": EcsCollector(Ecs(aws)),
        "flow_logs": FlowCollector(Ec2(aws), FlowLogs(aws, Insights(aws))),
        "database_load": DatabaseLoadCollector(Rds(aws), DatabaseLoad(aws)),
        "code_deploy": CodeDeployCollector(CodeDeploy(aws)),
        "config": ConfigCollector(ConfigHistory(aws), Rds(aws)),
        "stacks": StackCollector(Stacks(aws)),
        "logs": LogCollector(Insights(aws)),
        "metrics": MetricCollector(cloudwatch),
        "changes": ChangeCollector(trail),
        "patches": PatchCollector(records),
        "health": HealthCollector(HealthEvents(Aws(global_region(aws.region), tally=aws.tally)), aws.region),
        "instances": InstanceCollector(InstanceStatus(aws)),
        "targets": TargetCollector(LoadBalancers(aws)),
        "tls": TlsCollector(ports),
        "dns": DnsCollector(names),
        "tcp": TcpCollector(ports),
    }


def call_collector(settings: Settings, aws: Aws, cloudwatch: CloudWatch) -> CallCollector:
    """What walks along the calls of an alert's component."""
    crew = Crew(_NEIGHBOURS_AT_ONCE, thread_name_prefix="calls")
    xray = XRay(aws)
    sources = Sources(given=settings.sre_calls, xray=xray, balancers=LoadBalancers(aws), machines=Ec2(aws))
    return CallCollector(Neighbourhood(sources, crew), cloudwatch, xray, crew)
