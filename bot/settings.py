"""Settings: environment over secret store over a TOML file. The only place that reads the environment."""

import os
import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from core.business_hours import parse_business_hours
from core.causes.given_calls import read_calls
from core.delivery.rule import DeliveryRule
from core.errors import BadRequest
from core.patching.policy import Policy
from core.slack_ids import ChannelId
from core.thresholds.rule import Threshold
from services.mcp_tools import McpServer

DEFAULT_FILE = Path("sre-agent.toml")
OWN_PREFIX = "SRE_"


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME", "")
    return (Path(base) if base else Path.home() / ".local" / "state") / "sre-agent"


def _config_folder() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(base) if base else Path.home() / ".config") / "sre-agent"


_HTTPS = 443


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, a path, or a folder of names
        raise ValueError(f"{name!r} is no time zone; one is Europe/Berlin") from None


def _bucket(place: str) -> str:
    if place and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?", place):
        raise ValueError(f"{place!r} is no bucket; one is s3://audit-heads/sre-agent")
    return place


def _time_of_day(value: str) -> str:
    try:
        time.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no time of day; write 08:30") from None
    return value


def _endpoints(text: str) -> str:
    for word in filter(None, (each.strip() for each in text.split(","))):
        if not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", word):
            raise ValueError(f"{word!r} is no host; write shop.example.com or shop.example.com:8443")
    return text


def _business_hours(text: str) -> str:
    parse_business_hours(text)
    return text


class Settings(BaseSettings):
    """Everything that can be configured. Each name is the environment variable in lower case and the TOML key."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    slack_bot_token: SecretStr = Field(SecretStr(""), description="Bot token (xoxb-…) of the Slack app.")
    slack_app_token: SecretStr = Field(
        SecretStr(""), description="App-level token (xapp-…) with connections:write, for Socket Mode."
    )
    slack_api_url: str = Field("https://slack.com/api/", description="Slack's Web API, for both tokens.")
    aws_region: str = Field("us-west-2", description="Region whose instances are looked after.")
    tool_cache_time: float = Field(300, ge=0, description="Seconds an answer from AWS may be shown again.")
    sre_max_findings: int = Field(5000, ge=100, le=100_000, description="Findings fetched for one answer, worst first.")
    sre_findings_channel: ChannelId = Field(
        "", description="Channel that is told of new critical and known-exploited findings; empty: none."
    )
    sre_findings_poll: int = Field(
        1440, ge=1, le=1440, description="Minutes between two looks at the fleet's findings for that channel."
    )
    sre_thresholds: tuple[Threshold, ...] = Field(
        default=(), description="Limits on metrics that raise alerts: tables of TOML, or JSON; see docs/how-to.md."
    )
    sre_anomaly_tags: dict[str, str] = Field(
        default_factory=dict,
        description="Tags, as JSON, of machines that are watched for what is unlike them; empty: none is.",
    )
    sre_deliveries: tuple[DeliveryRule, ...] = Field(
        default=(), description="Where incidents go besides Slack: tables of TOML, or JSON; see docs/how-to.md."
    )
    jira_url: str = Field("", description="Jira's site for deliveries, such as https://acme.atlassian.net.")
    jira_user: str = Field("", description="Mail address of the account that makes issues there.")
    jira_api_token: SecretStr = Field(SecretStr(""), description="That account's API token.")
    sre_teams_url: SecretStr = Field(
        SecretStr(""), description="Address of the workflow in Microsoft Teams; whoever has it can post."
    )
    sre_smtp_url: SecretStr = Field(
        SecretStr(""), description="Mail server for deliveries: smtp://user:password@host:587, or smtps://."
    )
    sre_certificate_endpoints: Annotated[str, AfterValidator(_endpoints)] = Field(
        "", description="Hosts (host or host:port, separated by commas) whose certificates are watched."
    )
    sre_publish_metrics: bool = Field(
        default=False, description="Whether counts of findings, patches and health go to CloudWatch every 5 minutes."
    )
    sre_digest_channel: ChannelId = Field("", description="Channel that gets the morning's digest; empty: none.")
    sre_digest_at: Annotated[str, AfterValidator(_time_of_day)] = Field(
        "08:30", description="When, by the clock of SRE_TIMEZONE."
    )
    sre_digest_always: bool = Field(default=False, description="Whether a day without news has a digest too.")
    sre_alert_channel: ChannelId = Field("", description="Channel with one message per incident; empty: none.")
    sre_alert_keys: SecretStr = Field(
        SecretStr(""),
        description="Keys for POST /alerts/<source>, as source=key, separated by commas; *=key is for any source.",
    )
    sre_alert_queue_url: str = Field("", description="URL of an SQS queue from which alerts are taken.")
    sre_alert_channels: str = Field(
        "", description="Channels, by id and separated by commas, in which messages of other bots are alerts."
    )
    sre_alert_rate: float = Field(500, ge=1, le=10_000, description="Requests a second that each source may send.")
    sre_alert_days: int = Field(30, ge=1, le=400, description="Days for which alerts are kept as they were sent.")
    sre_alert_max_bytes: int = Field(
        262_144, ge=1_024, le=4_194_304, description="Bytes that one request with alerts may hold."
    )
    sre_answer_deadline: float = Field(
        25, gt=0, le=30, description="Seconds after which an answer is given with what is there, and named partial."
    )
    sre_send_lease: float = Field(
        30,
        ge=1,
        le=600,
        description="Seconds after which a message that was being sent when the process died is sent again.",
    )
    sre_timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "UTC",
        description="Time zone (IANA) by whose clock load repeats; the tag PatchTimezone of an instance overrides it.",
    )
    sre_business_hours: Annotated[str, AfterValidator(_business_hours)] = Field(
        "Mon-Fri 09:00-18:00", description="Hours in that zone in which patches are avoided; empty for none."
    )
    sre_window_minutes: int = Field(
        120, ge=15, le=720, description="Length of a patch window in minutes: backup, patches, restart and check."
    )
    sre_change_calendars: str = Field(
        "", description="Systems Manager change calendars, by name or ARN, separated by commas: patches wait for them."
    )
    sre_patch_days_critical: int = Field(15, ge=1, le=3650, description="Days to install a missing critical patch.")
    sre_patch_days_high: int = Field(
        30, ge=1, le=3650, description="Days to install a missing high or important patch, or one that nobody rated."
    )
    sre_patch_days_medium: int = Field(90, ge=1, le=3650, description="Days to install a missing medium patch.")
    sre_patch_days_low: int = Field(180, ge=1, le=3650, description="Days to install a missing low patch.")
    sre_patch_scan_days: int = Field(
        7, ge=1, le=365, description="Days after which a patch scan is too old to call an instance compliant."
    )
    sre_bake_seconds: float = Field(
        900, ge=0, le=86_400, description="Seconds a patched machine has to stay well before the next wave begins."
    )
    sre_backup_days: int = Field(7, ge=1, le=90, description="Days for which the snapshots before a patch are kept.")
    sre_change_role_arn: str = Field(
        "",
        description="Role that changes machines, assumed for approved patches only; without it there are none.",
    )
    sre_patch_lists: str = Field(
        "", description="Bucket (s3://bucket/prefix) for the lists of approved packages, which the machines can read."
    )
    sre_patch_require_alarm: bool = Field(
        default=True, description="Whether a machine that no CloudWatch alarm looks at is left out of patching."
    )
    sre_patch_poll: float = Field(10, gt=0, le=300, description="Seconds between two looks at a machine being changed.")
    sre_patch_settle: float = Field(
        60, gt=0, le=3600, description="Seconds AWS may take to show a change whose answer was lost; then it is redone."
    )
    sre_patch_late: float = Field(
        300, ge=0, le=3600, description="Seconds a request may still reach AWS of a process that stands still."
    )
    sre_patch_lease: float = Field(
        20, ge=1, le=600, description="Seconds after which a patch is carried on that a process left when it died."
    )
    sre_patch_reserve: float = Field(
        1800, ge=0, le=86_400, description="Seconds of a window that are kept for a way back when a patch begins."
    )
    sre_patch_step: float = Field(1800, ge=5, le=86_400, description="Seconds one step of a change may take.")
    sre_patch_backup: float = Field(7200, ge=5, le=86_400, description="Seconds the snapshots before a patch may take.")
    sre_patch_install: float = Field(7200, ge=5, le=86_400, description="Seconds an installation may take.")
    sre_specialists_dir: Path | None = Field(
        None, description="Folder with a team's own specialists, one TOML file each; see docs/how-to.md."
    )
    bedrock_model_id: str = Field(
        "", description="Model of Amazon Bedrock that words explanations; needs the extra ai."
    )
    anthropic_api_key: SecretStr = Field(SecretStr(""), description="Key of Anthropic's API, where that words them.")
    openai_api_key: SecretStr = Field(SecretStr(""), description="Key of OpenAI's API, where that words them.")
    azure_openai_api_key: SecretStr = Field(SecretStr(""), description="Key of Azure OpenAI, where that words them.")
    azure_openai_endpoint: str = Field("", description="Endpoint of Azure OpenAI, as https://….openai.azure.com.")
    azure_openai_deployment: str = Field("", description="Deployment of a model at that endpoint.")
    sre_model: str = Field("", description="Model of Anthropic or OpenAI; empty for a small one of theirs.")
    sre_model_timeout: float = Field(10, gt=0, le=60, description="Seconds a model may take; then our own words stand.")
    sre_model_usd_per_day: float = Field(
        2, ge=0, description="US dollars that models may cost in a day (UTC); beyond it our own words stand."
    )
    sre_model_usd_in: float = Field(1, ge=0, description="US dollars per million tokens that a model reads.")
    sre_model_usd_out: float = Field(5, ge=0, description="US dollars per million tokens that a model writes.")
    sre_calls: Annotated[dict[str, tuple[str, ...]], NoDecode, BeforeValidator(read_calls)] = Field(
        default_factory=dict,
        description="Who calls whom, for explanations: a TOML table of lists, or JSON; see docs/how-to.md.",
    )
    sre_mcp_servers: dict[str, McpServer] = Field(
        default_factory=dict,
        description="MCP servers whose tools explanations call, for looking only: a TOML table, or JSON; see docs.",
    )
    sre_mcp_timeout: float = Field(10, gt=0, le=20, description="Seconds the tools of one MCP server may take.")
    sre_probe_private: bool = Field(
        default=False,
        description="Whether names, ports and certificates at private addresses are looked at for an alert.",
    )
    sre_crash_at: str = Field(
        "", description="For tests only: where the process ends at once, as <step or aws effect>:<before or after>."
    )
    sre_sigma_dir: Path | None = Field(
        None, description="Folder of the team's own Sigma rules for CloudTrail; needs the extra sigma."
    )
    sre_policy: Policy = Field(
        default_factory=Policy, description="Who may approve what and when: a TOML table, or JSON; see docs/how-to.md."
    )
    sre_trail_days: int = Field(30, ge=1, le=90, description="Days for which the account's events are kept here.")
    sre_trail_megabytes: int = Field(
        400, ge=50, le=20_000, description="Size of the file they are kept in; the oldest make room."
    )
    sre_trail_bucket: Annotated[str, AfterValidator(_bucket)] = Field(
        "",
        description="Bucket (s3://bucket/prefix) that a trail delivers the account's events to; they are read from it.",
    )
    sre_ssh_log_groups: str = Field(
        "",
        description="Log groups of sshd's log, separated by commas; their streams begin with the instance id.",
    )
    enabled_tools: str = Field(
        "*", description="Operations to offer, by function name, separated by commas; * for all."
    )
    mcp_server_port: int = Field(
        8000, ge=0, le=65535, description="Port of GET /health, GET /metrics and /mcp; 0 picks a free one."
    )
    sre_http_host: str = Field("127.0.0.1", description="Address that port listens on.")
    sre_data_dir: Path = Field(default_factory=_state_folder, description="Folder of the state; made when missing.")
    sre_audit_key: SecretStr = Field(
        SecretStr(""),
        description="Key that seals the audit log, 32 characters or more; else one is made in SRE_AUDIT_DIR.",
    )
    otel_exporter_otlp_endpoint: str = Field(
        "", description="Collector of OpenTelemetry (http://host:4318) that is told of the work; needs the extra otel."
    )
    sre_audit_bucket: Annotated[str, AfterValidator(_bucket)] = Field(
        "",
        description="Bucket (s3://bucket/prefix) where the audit log's head is published daily, never overwritten.",
    )
    sre_audit_dir: Path = Field(
        default_factory=_config_folder,
        description="Folder of the audit log's key and published heads; keep it apart from the state.",
    )
    sre_config: Path | None = Field(None, description="The TOML file; without it ./sre-agent.toml where that exists.")
    sre_secret_id: str = Field("", description="Secret in AWS Secrets Manager with any of these settings as JSON.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged.")

    @property
    def change_calendars(self) -> tuple[str, ...]:
        """The names of the change calendars, each once."""
        return tuple(dict.fromkeys(name.strip() for name in self.sre_change_calendars.split(",") if name.strip()))

    @property
    def ssh_log_groups(self) -> tuple[str, ...]:
        """The names of the log groups of sshd, each once."""
        return tuple(dict.fromkeys(name.strip() for name in self.sre_ssh_log_groups.split(",") if name.strip()))

    @property
    def alert_channels(self) -> frozenset[str]:
        """The ids of the channels that are watched for alerts."""
        return frozenset(name.strip() for name in self.sre_alert_channels.split(",") if name.strip())

    @property
    def endpoints(self) -> tuple[tuple[str, int], ...]:
        """The hosts whose certificates are watched, each with its port."""
        words = filter(None, (word.strip() for word in self.sre_certificate_endpoints.split(",")))
        parts = (word.partition(":") for word in words)
        return tuple((host, int(port or _HTTPS)) for host, _, port in parts)

    @property
    def may_change(self) -> bool:
        """Whether everything is there that changing machines needs; without it this is analysis mode."""
        return bool(self.sre_change_role_arn and self.sre_patch_lists)

    @property
    def slack_configured(self) -> bool:
        """Whether both tokens are there."""
        return bool(self.slack_bot_token.get_secret_value() and self.slack_app_token.get_secret_value())


def load(config: Path | None = None) -> Settings:
    """Read all sources once.

    Raises:
        BadRequest: a value is wrong, a TOML key unknown or the named file missing; the sentence names it.
        Upstream, NotFound: the secret could not be read.
    """
    chosen = config or _named_in_environment() or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
    if chosen and not chosen.is_file():
        raise BadRequest(f"The settings file {chosen} does not exist.", advice="Name another with --config.")

    secret = _secret()

    class Sources(Settings):
        """The settings with their sources in order."""

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            """Environment, secret store, file."""
            del settings_cls, init_settings, dotenv_settings, file_secret_settings
            files = [TomlConfigSettingsSource(cls, chosen)] if chosen else []
            return (env_settings, InitSettingsSource(cls, secret), *files)

    try:
        return Sources()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        raise BadRequest(
            f"The setting {name.upper()} is wrong: {first['msg'].removeprefix('Value error, ').rstrip('.')}.",
            advice="See the README.",
        ) from None
    except ValueError as error:
        raise BadRequest(f"The settings file {chosen} cannot be read: {error}.") from None


def _secret() -> dict[str, object]:
    """Settings from the secret that the environment names; none where it names none."""
    secret_id = os.environ.get("SRE_SECRET_ID", "")
    if not secret_id:
        return {}
    # boto3 takes longer to import than most commands to run.
    from services.aws.secrets import secret_settings  # noqa: PLC0415

    return secret_settings(secret_id, os.environ.get("AWS_REGION", Settings.model_fields["aws_region"].default))


def _named_in_environment() -> Path | None:
    named = os.environ.get("SRE_CONFIG", "")
    return Path(named) if named else None


def unknown_names(environment: Mapping[str, str] | None = None) -> list[str]:
    """Variables that begin with SRE_ and mean nothing here: typing mistakes that would be ignored in silence."""
    names = os.environ if environment is None else environment
    known = {name.upper() for name in Settings.model_fields}
    return sorted(name for name in names if name.startswith(OWN_PREFIX) and name not in known)
