"""One AWS account and region: its clients, who we are there, and the words for what goes wrong."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal, overload

import boto3
import botocore.session
from botocore.config import Config

from services.aws.asking import asking
from services.aws.call import Call
from services.aws.pace import Pace
from services.aws.persistence import persistently
from services.aws.tally import Tally
from services.aws.trim import trim, utc_time

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_acm import ACMClient
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudtrail import CloudTrailClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_codedeploy import CodeDeployClient
    from mypy_boto3_config import ConfigServiceClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_guardduty import GuardDutyClient
    from mypy_boto3_health import HealthClient
    from mypy_boto3_inspector2 import Inspector2Client
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_pi import PIClient
    from mypy_boto3_rds import RDSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_securityhub import SecurityHubClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_sts import STSClient
    from mypy_boto3_xray import XRayClient

# botocore waits 60 s by default, twice as long as any answer of ours may take; its pool of 10 connections is smaller
# than the number of calls that are made side by side.
PATIENCE = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=72,
    user_agent_extra="sre-operations-assistant",
)

Service = Literal[
    "acm",
    "autoscaling",
    "cloudformation",
    "cloudtrail",
    "cloudwatch",
    "codedeploy",
    "config",
    "ec2",
    "ecs",
    "elbv2",
    "guardduty",
    "health",
    "inspector2",
    "logs",
    "pi",
    "rds",
    "s3",
    "securityhub",
    "sns",
    "sqs",
    "ssm",
    "sts",
    "xray",
]
# What nearly every question needs; the others are for changes, which can wait a moment for their client.
_SERVICES: tuple[Service, ...] = ("cloudtrail", "cloudwatch", "ec2", "inspector2", "ssm", "sts")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are to AWS."""

    account: str
    arn: str
    region: str


class Aws:
    """The clients of one account and region, shared by all threads.

    `account` is the account that is asked about; None takes whichever the credentials belong to. `session` holds
    credentials, None looks for them where boto3 does. The endpoint is left to botocore's own environment variables.
    """

    def __init__(
        self,
        region: str,
        account: str | None = None,
        *,
        session: boto3.Session | None = None,
        config: Config = PATIENCE,
        pace: Pace | None = None,
        tally: Tally | None = None,
    ) -> None:
        self.region = region
        self.pace = pace or Pace()
        self.tally = tally or Tally()
        self._account = account
        self._config = config
        self._lock = Lock()
        self._session = session
        self._clients: dict[Service, object] = {}
        self._identity: Identity | None = None

    @property
    def account(self) -> str:
        """The account asked about; asks AWS the first time where none was given.

        Raises:
            Upstream: AWS did not say who we are.
        """
        return self._account or self.identity().account

    @overload
    def client(self, service: Literal["acm"]) -> "ACMClient": ...
    @overload
    def client(self, service: Literal["autoscaling"]) -> "AutoScalingClient": ...
    @overload
    def client(self, service: Literal["cloudformation"]) -> "CloudFormationClient": ...
    @overload
    def client(self, service: Literal["cloudtrail"]) -> "CloudTrailClient": ...
    @overload
    def client(self, service: Literal["cloudwatch"]) -> "CloudWatchClient": ...
    @overload
    def client(self, service: Literal["codedeploy"]) -> "CodeDeployClient": ...
    @overload
    def client(self, service: Literal["config"]) -> "ConfigServiceClient": ...
    @overload
    def client(self, service: Literal["ec2"]) -> "EC2Client": ...
    @overload
    def client(self, service: Literal["ecs"]) -> "ECSClient": ...
    @overload
    def client(self, service: Literal["elbv2"]) -> "ElasticLoadBalancingv2Client": ...
    @overload
    def client(self, service: Literal["guardduty"]) -> "GuardDutyClient": ...
    @overload
    def client(self, service: Literal["health"]) -> "HealthClient": ...
    @overload
    def client(self, service: Literal["inspector2"]) -> "Inspector2Client": ...
    @overload
    def client(self, service: Literal["logs"]) -> "CloudWatchLogsClient": ...
    @overload
    def client(self, service: Literal["pi"]) -> "PIClient": ...
    @overload
    def client(self, service: Literal["rds"]) -> "RDSClient": ...
    @overload
    def client(self, service: Literal["s3"]) -> "S3Client": ...
    @overload
    def client(self, service: Literal["securityhub"]) -> "SecurityHubClient": ...
    @overload
    def client(self, service: Literal["sqs"]) -> "SQSClient": ...
    @overload
    def client(self, service: Literal["sns"]) -> "SNSClient": ...
    @overload
    def client(self, service: Literal["ssm"]) -> "SSMClient": ...
    @overload
    def client(self, service: Literal["sts"]) -> "STSClient": ...
    @overload
    def client(self, service: Literal["xray"]) -> "XRayClient": ...
    def client(self, service: Service) -> object:
        """The one client of a service. Call it inside `asking`: finding credentials can fail too."""
        with self._lock:
            # Clients are safe to share between threads, making them is not.
            if service not in self._clients:
                self._clients[service] = self._made(service)
            return self._clients[service]

    def _made(self, service: Service) -> object:
        self._session = self._session or session_with()
        client = self._session.client(service, region_name=self.region, config=self._config)
        trim(service, client.meta.service_model)
        self.pace.set_for(client.meta.events)
        self.tally.set_for(client.meta.events)
        return client

    def prepare(self) -> None:
        """Make the usual clients ahead of the first question: reading botocore's models takes most of a second.

        Raises:
            Upstream: a client cannot be made, for instance without a valid region.
        """
        for service in _SERVICES:
            with self.asking(service, "its client"):
                self.client(service)

    def asking(self, service: Service, operation: str) -> AbstractContextManager[None]:
        """Give the errors of one call their words; see `services.aws.asking`."""
        known = self._identity
        account = self._account or (known.account if known else "")
        return asking(Call(service, operation, self.region, account, known.arn if known else ""))

    def identity(self) -> Identity:
        """Who we are, asked once and remembered after the first success.

        Raises:
            Upstream: AWS did not say.
        """
        if self._identity is None:
            self._identity = persistently(self._asked_identity)
        return self._identity

    def _asked_identity(self) -> Identity:
        with self.asking("sts", "GetCallerIdentity"):
            told = self.client("sts").get_caller_identity()
        return Identity(told["Account"], told["Arn"], self.region)


def session_with(key_id: str | None = None, secret: str | None = None, token: str | None = None) -> boto3.Session:
    """A session with these credentials; without any, with those that boto3 finds."""
    core = botocore.session.get_session()
    core.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=utc_time)
    return boto3.Session(
        aws_access_key_id=key_id, aws_secret_access_key=secret, aws_session_token=token, botocore_session=core
    )
