"""Made-up secrets as they stand in logs, configuration, commands and prose.

Everything is drawn from a seed and put together here, so that no scanner finds a secret here and no run differs.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from string import ascii_letters, ascii_uppercase, digits
from uuid import UUID

HEX, UPPER = "0123456789abcdef", ascii_uppercase + "234567"
WORD, BASE64, URL = ascii_letters + digits, ascii_letters + digits + "+/", ascii_letters + digits + "-_"
_PEM_LINES = 12
_PUTTY = "PuTTY-User-" + "Key-File-3: ssh-ed25519"
_WORDS = (
    *("correct", "horse", "battery", "staple", "winter", "orange", "summer", "dragon", "monkey", "shadow", "sunshine"),
    *("flower", "banana", "purple", "mountain", "river", "welcome", "football", "princess", "charlie", "thunder"),
    *("pepper", "ginger", "cookie", "silver"),
)


class Draw:
    """Draws texts, the same ones on every run of a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def __call__(self, length: int, alphabet: str = WORD) -> str:
        """Some characters of an alphabet."""
        return "".join(self.random.choices(alphabet, k=length))

    def one(self, *choices: str) -> str:
        """One of some texts."""
        return self.random.choice(choices)

    def uuid(self) -> str:
        """A random UUID."""
        return str(UUID(self(32, HEX)))

    def letters(self) -> str:
        """A password of lower-case words without digits or signs, which no pattern betrays."""
        return "".join(self.random.sample(_WORDS, 2))

    def password(self) -> str:
        """A password as people and generators make them."""
        sign = self.one("!", "#", "$", "%", "*", "+", "?", "_")
        kinds = (
            self.letters(),
            f"{self.one(*_WORDS).title()}{self(4, digits)}",
            f"{self(6, ascii_letters)}{sign}{self(5, WORD)}",
            self(20, WORD),
            f"{self.one(*_WORDS)}-{self.one(*_WORDS)}-{self(2, digits)}",
        )
        return self.one(*kinds)


@dataclass(frozen=True)
class Secret:
    """A line and what must not be left of it, which may be more than one text."""

    kind: str
    line: str
    literals: tuple[str, ...]


Make = Callable[[Draw], str]

# By their own shape: they have to be found in any surroundings.
SHAPED: dict[str, Make] = {
    "aws access key": lambda d: d.one("AK" + "IA", "AS" + "IA") + d(16, UPPER),
    "aws session token": lambda d: "IQoJ" + "b3JpZ2luX2VjE" + d(360, BASE64) + "=",
    "github token": lambda d: "gh" + d.one("p_", "o_", "s_", "u_") + d(36),
    "github fine-grained token": lambda d: "github" + f"_pat_{d(22)}_{d(59)}",
    "gitlab token": lambda d: "gl" + d.one("pat-", "dt-", "rt-") + d(20, URL),
    "slack bot token": lambda d: "xo" + d.one("xb", "xp") + f"-{d(12, digits)}-{d(12, digits)}-{d(24)}",
    "slack app token": lambda d: "xa" + f"pp-1-A{d(10, UPPER)}-{d(13, digits)}-{d(64, HEX)}",
    "slack refresh token": lambda d: "xo" + f"xe-1-{d(140, WORD)}",
    "slack rotated token": lambda d: "xo" + f"xe.xoxb-1-{d(140, WORD)}",
    "slack webhook": lambda d: "https://hooks." + f"slack.com/services/T{d(9, UPPER)}/B{d(9, UPPER)}/{d(24)}",
    "slack response url": lambda d: "https://hooks." + f"slack.com/commands/T{d(9, UPPER)}/{d(13, digits)}/{d(24)}",
    "slack workflow": lambda d: "https://hooks." + f"slack.com/triggers/T{d(9, UPPER)}/{d(13, digits)}/{d(32, HEX)}",
    "stripe key": lambda d: d.one("sk", "rk") + d.one("_live_", "_test_") + d(24),
    "stripe webhook": lambda d: "wh" + "sec_" + d(32),
    "google api key": lambda d: "AI" + "za" + d(35, URL),
    "google oauth token": lambda d: "ya" + "29." + d(120, URL),
    "google client secret": lambda d: "GOC" + "SPX-" + d(28, URL),
    "azure client secret": lambda d: d(3) + "8Q" + "~" + d(34),
    "jwt": lambda d: "ey" + f"J{d(34, URL)}.eyJ{d(120, URL)}.{d(43, URL)}",
    "npm token": lambda d: "np" + "m_" + d(36),
    "pypi token": lambda d: "py" + "pi-AgEIcHlwaS5vcmc" + d(120, URL),
    "docker token": lambda d: "dc" + "kr_pat_" + d(27, URL),
    "sendgrid key": lambda d: "SG" + f".{d(22, URL)}.{d(43, URL)}",
    "twilio key": lambda d: "SK" + d(32, HEX),
    "mailgun key": lambda d: "ke" + "y-" + d(32, HEX),
    "new relic key": lambda d: "NR" + "AK-" + d(27, UPPER),
    "openai key": lambda d: "sk" + "-proj-" + d(60, URL) + "9T3BlbkFJ" + d(40, URL),
    "anthropic key": lambda d: "sk" + "-ant-api03-" + d(93, URL) + "AA",
    "hugging face token": lambda d: "hf" + "_" + d(34, ascii_letters),
    "vault token": lambda d: "hv" + d.one("s.", "b.") + d(60, URL),
    "terraform cloud token": lambda d: d(14) + ".atlas" + "v1." + d(67),
    "kubernetes service account": lambda d: (
        "ey" + f"JhbGciOiJSUzI1NiIsImtpZCI6{d(40, URL)}.eyJ{d(600, URL)}.{d(342, URL)}"
    ),
    "digitalocean token": lambda d: "do" + "p_v1_" + d(64, HEX),
    "databricks token": lambda d: "da" + "pi" + d(32, HEX),
    "grafana token": lambda d: "gl" + f"sa_{d(32)}_{d(8, HEX)}",
    "atlassian token": lambda d: "ATA" + "TT3xFfGF0" + d(150, URL) + "=" + d(8, HEX.upper()),
    "shopify token": lambda d: "sh" + "pat_" + d(32, HEX),
    "linear key": lambda d: "li" + "n_api_" + d(40),
    "discord webhook": lambda d: "https://" + f"discord.com/api/webhooks/{d(18, digits)}/{d(68, URL)}",
    "telegram token": lambda d: d(10, digits) + ":A" + "A" + d(33, URL),
    "age key": lambda d: "AGE-SECRET" + "-KEY-1" + d(58, ascii_uppercase + digits),
    "bcrypt hash": lambda d: "$2" + f"b$12${d(53, WORD + './')}",
    "sha-crypt hash": lambda d: "$6" + f"$rounds=5000${d(16)}${d(86, WORD + './')}",
    "teams webhook": lambda d: (
        "https://x.webhook." + f"office.com/webhookb2/{d.uuid()}@{d.uuid()}/IncomingWebhook/{d(32, HEX)}/{d.uuid()}"
    ),
}
AROUND_SHAPED = (
    "{}",
    "2026-11-03T08:15:00Z ERROR worker-3 call failed with {} after 3 tries",
    'KEY="{}"',
    '{{"level":"info","msg":"using {}"}}',
    "see {}, it still works",
    "<code>{}</code>",
    "- value: {}",
    "https://x.example/cb?state=1&t={}",
    '\\"v\\":\\"{}\\"',
)

# By where they stand: the secret follows no pattern.
PLACED: dict[str, tuple[str, ...]] = {
    "password in yaml": (
        "password: {p}",
        "  db_password: {p}",
        "    - passwd: {p}",
        "mysql_root_password: '{p}'",
        "spring:\n  datasource:\n    password: {p}\n    url: x",
    ),
    "password in json": (
        '{{"password": "{p}"}}',
        '{{"user":"a","pwd":"{p}","x":1}}',
        '{{\\"dbPassword\\":\\"{p}\\"}}',
        '"masterUserPassword":"{p}"',
    ),
    "password in environment": (
        "DB_PASSWORD={p}",
        "export PGPASSWORD={p}",
        "ENV REDIS_PASS={p}",
        "MYSQL_PWD={p} mysqldump app",
        "set ADMIN_PASSWORD={p}",
    ),
    "password on a command line": (
        "psql --password={p} -h db",
        "tool --db-password {p} --verbose",
        "mysql -uroot -p{p} app",
        "sshpass -p {p} ssh a@b",
        "curl -u admin:{p} https://x.example",
        "redis-cli -a {p} ping",
        "az login -u me -p {p}",
        "docker login -u me -p {p} reg.example",
    ),
    "password behind a flag of a tool": (
        *("mongosh -u admin -p {p} --host x", "sqlcmd -S db -U sa -P {p} -Q x", "unzip -P {p} x.zip"),
        *("ldapsearch -D cn=x -w {p} -b dc=y", "openssl enc -k {p} -in x", "snmpwalk -v2c -c {p} host"),
        *("rabbitmqctl add_user bob {p}", "htpasswd -b file bob {p}", "net user bob {p} /add", "requirepass {p}"),
        *('echo "bob:{p}" | chpasswd', "sqlplus scott/{p}@orcl", "http --auth bob:{p} x", "cmdkey /add:x /pass:{p}"),
    ),
    "password in a connection string": (
        "Server=db;Uid=app;Pwd={p};",
        "Data Source=db;User ID=sa;Password={p}",
        "host=db user=app password={p} dbname=x",
    ),
    "database url": (
        "postgres://app:{p}@db.internal:5432/app",
        "mysql+pymysql://root:{p}@10.0.0.4/x",
        "mongodb+srv://svc:{p}@cluster0.ab1cd.mongodb.net",
        "redis://:{p}@cache:6379/0",
        "amqp://guest:{p}@mq:5672/",
    ),
    "basic auth in a url": ("git clone https://bot:{p}@git.example/x.git", "http://admin:{p}@10.0.0.9:8080/path?a=1"),
    "sql": (
        "CREATE USER 'app'@'%' IDENTIFIED BY '{p}';",
        "ALTER USER app WITH PASSWORD '{p}'",
        "ALTER ROLE app PASSWORD '{p}' LOGIN",
        "SET PASSWORD FOR 'a'@'b' = '{p}'",
        "CREATE LOGIN app WITH PASSWORD = '{p}'",
    ),
    "prose": (
        "the password is {p}",
        "Password for root is {p}, please change it",
        "my password: {p}",
        "use admin / {p} to log in",
        "login with user bob and password {p}",
        "the new password for the db was set to {p}",
        "pw: {p}",
    ),
    "properties": ("spring.datasource.password={p}", "db.password = {p}", "jdbc.pwd={p}"),
    "xml": ("<password>{p}</password>", '<add key="Password" value="{p}" />', '<user name="a" password="{p}"/>'),
    "terraform": ('password = "{p}"', 'master_password      = "{p}"', 'secret_string = "{p}"'),
    "container environment": (
        '{{"name":"DB_PASSWORD","value":"{p}"}}',
        "- name: API_TOKEN\n  value: {k}",
        '{{"Key":"SECRET","Value":"{k}"}}',
    ),
}
KEYED: dict[str, tuple[str, ...]] = {
    "aws secret key": ("aws_secret_access_key = {s}", '"SecretAccessKey": "{s}"', "AWS_SECRET_ACCESS_KEY={s}", "{s}"),
    "bearer header": (
        "Authorization: Bearer {k}",
        "-H 'Authorization: Bearer {k}'",
        '{{"authorization":"Bearer {k}"}}',
        "auth header was bearer {k}",
    ),
    "basic header": ("Authorization: Basic {b}", "-H 'authorization: basic {b}'", '"Authorization": ["Basic {b}"]'),
    "cookie": ("Cookie: session={k}; theme=dark", "Set-Cookie: sid={k}; HttpOnly", "cookie: connect.sid=s%3A{k}"),
    "signed url": (
        "https://b.s3.amazonaws.com/x?X-Amz-Credential=A&X-Amz-Signature={h}",
        "https://x.blob.core.windows.net/c?sv=2022-11-02&sig={u}",
        "https://x.example/f?Expires=1&Signature={u}",
    ),
    "api key field": (
        "api_key={k}",
        '"apiKey": "{k}"',
        "x-api-key: {k}",
        "--api-key {k}",
        "X-Auth-Token: {k}",
        "apikey: {k}",
    ),
    "secret field": (
        "client_secret={k}",
        '"clientSecret":"{k}"',
        "CLIENT_SECRET: {k}",
        "secret_key_base: {h}",
        "signing_secret={h2}",
        "SLACK_SIGNING_SECRET={h2}",
    ),
    "token field": (
        "token={k}",
        '"access_token":"{k}"',
        "refresh_token: {k}",
        "GITHUB_TOKEN={k}",
        "--token={k}",
        '"sessionToken":"{k}"',
        "//registry.npmjs.org/:_authToken={k}",
    ),
    "assignment in code": (
        *('var apiToken string = "{k}"', "clientSecret := `{k}`", '$authToken .= "{k}"', 'API_TOKEN ::= "{k}"'),
        *('api_token ?= "{k}"', 'System.setProperty("API_TOKEN", "{k}")', 'settings["api_key"] = "{k}"'),
        *("'api_secret' => '{k}',", "ENV API_TOKEN {k}", "-Dapi.token={k}", "<apiToken>\n    {k}\n</apiToken>"),
        '{{"config.ini": "API_TOKEN={k}\\nBACKUP_ENABLED=true"}}',
    ),
    "key in a sentence": (
        *("the api key is {k}", "API key {k} was leaked", "access token {k}", "Authorization: GenieKey {k}"),
        *('client.setToken("{k}")', "secret key: {k}", "npm config set //r/:_authToken {k}"),
    ),
    "datadog": ("DD_API_KEY={h2}", "dd-api-key: {h2}", '"DATADOG_APP_KEY": "{h40}"', "api_key: {h2}"),
    "pagerduty": (
        "routing_key={h2}",
        '"routing_key": "{h2}"',
        "Authorization: Token token={w20}",
        "PAGERDUTY_TOKEN={w20}",
    ),
    "azure connection string": (
        "DefaultEndpointsProtocol=https;AccountName=x;AccountKey={a};EndpointSuffix=core.windows.net",
        "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey={a32}",
    ),
    "docker auth": ('{{"auths":{{"reg.example":{{"auth":"{b}"}}}}}}', '"auth": "{b}"'),
    "netrc": ("machine git.example login bot password {k}",),
    "query string": (
        "GET /v1/x?access_token={k} 200",
        "/cb?code=1&client_secret={k}",
        "https://x.example/?api_key={k}&b=2",
    ),
    "htpasswd": ("bob:$apr1$" + "{w8}${w22}", "bob:{{SHA}}{b28}"),
    "kubernetes secret": (
        "data:\n  password: {b}",
        "kubectl create secret generic x --from-literal=password={k}",
        "stringData:\n  token: {k}",
    ),
    "vault output": ("token                {k}", "Unseal Key 1: {a32}", "Initial Root Token: {k}"),
}


def secrets(seed: int = 7, each: int = 6) -> Iterator[Secret]:
    """Lines with a secret, of every kind; `each` is how often each surrounding is drawn."""
    draw = Draw(seed)
    for kind, make in SHAPED.items():
        for _ in range(max(1, each // 3)):
            for around in AROUND_SHAPED:
                secret = make(draw)
                yield Secret(kind, around.format(secret), (secret,))
    for rows in (PLACED, KEYED):
        for kind, lines in rows.items():
            for line in lines:
                yield from (_filled(kind, line, draw) for _ in range(each))
    yield from _whole_keys(draw, each)


def _filled(kind: str, line: str, draw: Draw) -> Secret:
    """A line with its placeholders drawn; each one drawn is a literal that must go."""
    values = {
        "p": draw.password(),
        "k": draw(draw.random.choice((24, 32, 40))),
        "s": draw(40, BASE64),
        "b": b64encode(f"{draw.one(*_WORDS)}:{draw.password()}".encode()).decode(),
        "h": draw(64, HEX),
        "h2": draw(32, HEX),
        "h40": draw(40, HEX),
        "u": draw(43, BASE64).replace("+", "%2B").replace("/", "%2F") + "%3D",
        "a": draw(86, BASE64) + "==",
        "a32": draw(43, BASE64) + "=",
        "w8": draw(8),
        "w20": draw(20),
        "w22": draw(22, WORD + "./"),
        "b28": draw(27, BASE64) + "=",
    }
    used = [name for name in values if f"{{{name}}}" in line]
    return Secret(kind, line.format(**values), tuple(values[name] for name in used if name != "w8"))


def _whole_keys(draw: Draw, each: int) -> Iterator[Secret]:
    """Private keys whole: no line of the body may be left."""
    for kind in ("RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "):
        for _ in range(each):
            body = [draw(64, BASE64) for _ in range(_PEM_LINES)]
            begin, end = f"-----BEGIN {kind}PRIVATE " + "KEY-----", f"-----END {kind}PRIVATE " + "KEY-----"
            lines = (begin, *body, end)
            for text in (
                "\n".join(lines),
                "key: |\n  " + "\n  ".join(lines),
                '"private_key": "' + "\\n".join(lines) + '\\n"',
            ):
                yield Secret("private key", text, tuple(body))
            yield Secret("private key, cut off", "\n".join(lines[:-1]), tuple(body))
    for _ in range(each):
        body = [draw(64, BASE64) for _ in range(8)]
        head = _PUTTY + "\nEncryption: none\nComment: x\nPublic-Lines: 2\nAAAA\nBBBB\nPrivate-Lines: 8\n"
        yield Secret("putty key", head + "\n".join(body) + f"\nPrivate-MAC: {draw(64, HEX)}", tuple(body))
        key = "\\n".join(["-----BEGIN PRIVATE " + "KEY-----", *body, "-----END PRIVATE " + "KEY-----"])
        line = f'{{"type":"service_account","private_key_id":"{draw(40, HEX)}","private_key":"{key}\\n"}}'
        yield Secret("google service account", line, tuple(body))
