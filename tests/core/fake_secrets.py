"""Made-up secrets of every kind and texts that only look like some, from a seed, so that no scanner finds one here."""

from collections.abc import Callable, Iterator
from random import Random
from string import ascii_letters, ascii_uppercase, digits
from uuid import UUID

HEX, UPPER = "0123456789abcdef", ascii_uppercase + "234567"
WORD, BASE64 = ascii_letters + digits, ascii_letters + digits + "+/"
URL = ascii_letters + digits + "-_"
ARMOUR = "-----{} RSA {} KEY-----"
SAMPLES = 20

BY_SHAPE: dict[str, Callable[["Maker"], str]] = {
    "aws access key": lambda make: "AK" + "IA" + make(16, UPPER),
    "aws temporary key": lambda make: "AS" + "IA" + make(16, UPPER),
    "aws secret key": lambda make: make(40, BASE64),
    "aws session token": lambda make: "IQoJ" + "b3JpZ2luX2Vj" + make(300, BASE64) + "==",
    "bedrock key": lambda make: "AB" + "SK" + make(120, BASE64),
    "slack bot token": lambda make: "xo" + f"xb-{make(12, digits)}-{make(13, digits)}-{make(24)}",
    "slack app token": lambda make: "xa" + f"pp-1-A{make(10, UPPER)}-{make(13, digits)}-{make(64, HEX)}",
    "mcp key": lambda make: "sre_" + f"mcp_{make(43)}",
    "slack webhook": lambda make: (
        "https://hooks." + f"slack.com/services/T{make(8, UPPER)}/B{make(8, UPPER)}/{make(24)}"
    ),
    "slack response url": lambda make: (
        "https://hooks." + f"slack.com/commands/T{make(8, UPPER)}/{make(13, digits)}/{make(24)}"
    ),
    "jwt": lambda make: "ey" + f"J{make(30, URL)}.eyJ{make(80, URL)}.{make(43, URL)}",
    "github token": lambda make: "gh" + "p_" + make(36),
    "github fine-grained token": lambda make: "github" + f"_pat_{make(22)}_{make(59)}",
    "gitlab token": lambda make: "gl" + "pat-" + make(20, URL),
    "npm token": lambda make: "np" + "m_" + make(36),
    "pypi token": lambda make: "py" + "pi-AgEIcHlwaS5vcmc" + make(80, URL),
    "stripe key": lambda make: "sk" + "_live_" + make(24),
    "google api key": lambda make: "AI" + "za" + make(35, URL),
    "azure client secret": lambda make: make(3) + "8Q" + "~" + make(34),
    "openai key": lambda make: "sk" + "-proj-" + make(48, URL),
    "anthropic key": lambda make: "sk" + "-ant-api03-" + make(93, URL) + "AA",
    "twilio key": lambda make: "SK" + make(32, HEX),
    "sendgrid key": lambda make: "SG" + f".{make(22, URL)}.{make(43, URL)}",
    "discord token": lambda make: "M" + f"{make(23)}.{make(6, URL)}.{make(27, URL)}",
    "vault token": lambda make: "hv" + "s." + make(24, URL),
    "telegram token": lambda make: make(9, digits) + ":A" + "A" + make(33, URL),
    "mailgun key": lambda make: "ke" + "y-" + make(32, HEX),
    "mailchimp key": lambda make: make(32, HEX) + "-u" + "s12",
    "digitalocean token": lambda make: "do" + "p_v1_" + make(64, HEX),
    "databricks token": lambda make: "da" + "pi" + make(32, HEX),
    "shopify token": lambda make: "sh" + "pat_" + make(32, HEX),
    "linear key": lambda make: "li" + "n_api_" + make(40),
    "password hash": lambda make: "$6$" + f"{make(16)}${make(86, WORD + './')}",
    "private key": lambda make: "\n".join(
        [ARMOUR.format("BEGIN", "PRIVATE"), make(64, BASE64), make(20, BASE64) + "==", ARMOUR.format("END", "PRIVATE")]
    ),
}
AROUND_SHAPES = (
    "{}",
    "found {} in a file",
    'X="{}";',
    '{{"v":"{}"}}',
    "https://x.example/?x={}&y=1",
    "({})",
    "- {},",
    "kind: {}\n",
)

PASSWORDS = ("hunter2", "P@ssw0rd!", "S3cr3t&Co", "Tr0ub4dor&3", "x9$kL#m", "pässwort1", "letmein", "abcdefgh")
AROUND_PASSWORDS = (
    "password={}",
    "(password={})",
    "DB_PASSWORD={} ",
    "export DB_PASS={}",
    'db_password: "{}"',
    "  password: {}\n",
    "passwd='{}'",
    'pwd := "{}"',
    '{{"password": "{}"}}',
    '{{\\"password\\":\\"{}\\"}}',
    '{{"masterUserPassword":"{}"}}',
    '{{"name":"DB_PASSWORD","value":"{}"}}',
    "'secret' => '{}',",
    "<password>{}</password>",
    "Server=db;Password={};Database=x",
    "AccountName=x;AccountKey={};EndpointSuffix=core",
    "postgres://app:{}@db.example:5432/app",
    "redis://:{}@cache:6379",
    "tool --password {} --quiet",
    "mysql -uroot -p{} app",
    "curl -u admin:{} https://x.example",
    "sshpass -p {} ssh web-3",
    "CREATE USER app IDENTIFIED BY '{}'",
    "spring.datasource.password={}",
    'api_key="{}"',
)

LOOKALIKES: tuple[str | Callable[["Maker"], str], ...] = (
    "i-0123456789abcdef0",
    "arn:aws:iam::123456789012:role/sre-read",
    "arn:aws:secretsmanager:us-west-2:123456789012:secret:prod/db-AbCdEf",
    "CVE-2026-12345",
    lambda make: "sha256:" + make(64, HEX),
    lambda make: "commit " + make(40, HEX),
    lambda make: str(UUID(make(32, HEX))),
    lambda make: f"KeyId: {UUID(make(32, HEX))}",
    lambda make: f"clientToken={UUID(make(32, HEX))}",
    lambda make: f"AROA{make(16, UPPER)}:session",
    lambda make: f"x-amz-id-2: {make(86, BASE64)}==",
    lambda make: f"integrity sha512-{make(86, BASE64)}==",
    lambda make: f"ssh-rsa AAAAB3NzaC1yc2E{make(120, BASE64)} bob@host",
    lambda make: f"123456789012.dkr.ecr.us-west-2.amazonaws.com/app@sha256:{make(64, HEX)}",
    "token: expired",
    "Invalid token: unexpected end of JSON",
    "password must contain 8 characters",
    "password: required",
    "PasswordResetRequired=false",
    "passwordLastUsed=2026-01-01T00:00:00Z",
    '"forceOverwriteReplicaSecret":false}',
    "nextToken=eyJabc",
    "max_tokens=4096",
    "SecretId: prod/db/main",
    "imagePullSecret: regcred",
    "password=${DB_PASSWORD}",
    "password: {{ vault.db }}",
    "password=<redacted>",
    "password=********",
    "api_key=YOUR_API_KEY",
    "token = get_token()",
    "secret = settings.db_secret",
    '"password": null',
    "PWD=/home/bob",
    "cache_key=user:123:profile",
    "pass: 12, fail: 3",
    "Basic authentication",
    "bearer token expired",
    "Authorization: required",
    "cookie policy",
    "ssh://git@github.com/x/y",
    "https://host:8080/path@x",
    "web-7d9f8b6c5d-x2x7z",
    "ip-10-0-1-23.us-west-2.compute.internal",
    "openssl-1.1.1k-7.el8_6",
    "com.example.application.service.ServiceImplementation",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "https://console.aws.amazon.com/ec2/home?region=us-west-2#Instances:instanceId=i-0123",
)
AROUND_LOOKALIKES = ("{}", 'msg="{}" level=info', "at 02:10 {} happened")


class Maker:
    """Draws characters, the same ones on every run."""

    def __init__(self) -> None:
        self._random = Random(2026)

    def __call__(self, length: int, alphabet: str = WORD) -> str:
        return "".join(self._random.choices(alphabet, k=length))


def secrets() -> Iterator[tuple[str, str]]:
    """Pairs of a secret and a text that holds it."""
    make = Maker()
    for kind in BY_SHAPE.values():
        for around in AROUND_SHAPES * (SAMPLES // len(AROUND_SHAPES) + 1):
            secret = kind(make)
            yield secret, around.format(secret)
    for around in AROUND_PASSWORDS:
        yield from ((password, around.format(password)) for password in PASSWORDS)


def lookalikes() -> Iterator[str]:
    """Texts without any secret."""
    make = Maker()
    for likeness in LOOKALIKES:
        for around in AROUND_LOOKALIKES:
            yield around.format(likeness if isinstance(likeness, str) else likeness(make))
