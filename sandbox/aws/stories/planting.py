"""Plants what a story is made of besides metrics and calls: services of ECS, and certificates in ACM."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from moto.acm.models import acm_backends

from sandbox.aws.account import Account
from sandbox.aws.ecs.planted import Rollout, Service, Services, Stopped
from sandbox.aws.seed.model import Seed


class PlantedRollout(Seed):
    """A deployment of a service."""

    task_definition: str
    minutes_ago: float
    failed_tasks: int = 0


class PlantedStop(Seed):
    """A task that ended."""

    task: str
    minutes_ago: float
    reason: str
    exit_code: int


class PlantedService(Seed):
    """A service of ECS; `rollout` newest first."""

    cluster: str
    name: str
    desired: int
    running: int
    rollout: tuple[PlantedRollout, ...]
    stopped: tuple[PlantedStop, ...] = ()


class PlantedCertificate(Seed):
    """A certificate that was imported, so that nobody renews it, and that a load balancer uses."""

    domain: str
    hours_left: float
    used_by: str


def plant_service(account: Account, given: PlantedService, now: datetime) -> None:
    """As it stands now; its tasks are of the newest version."""
    newest = given.rollout[0].task_definition
    rollouts = [
        Rollout(each.task_definition, now - timedelta(minutes=each.minutes_ago), each.failed_tasks)
        for each in given.rollout
    ]
    stopped = [
        Stopped(each.task, newest, now - timedelta(minutes=each.minutes_ago), each.reason, each.exit_code)
        for each in given.stopped
    ]
    service = Service(given.cluster, given.name, given.desired, given.running, tuple(rollouts), tuple(stopped))
    account.state.of(Services).plant(service)


def plant_certificate(account: Account, given: PlantedCertificate, now: datetime) -> None:
    """Signed by itself; the same domain again is another certificate in place of the first."""
    acm = acm_backends[account.id][account.region]
    before = [arn for arn, known in acm._certificates.items() if known.common_name == given.domain]  # noqa: SLF001
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, given.domain)])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=89))
        .not_valid_after(now + timedelta(hours=given.hours_left))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(given.domain)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    arn = before[0] if before else None
    kept = acm.import_certificate(signed.public_bytes(serialization.Encoding.PEM), secret, None, arn, [])
    acm.set_certificate_in_use_by(kept, f"arn:aws:elasticloadbalancing:{account.region}:{account.id}:{given.used_by}")
