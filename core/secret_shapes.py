"""Secrets that are known by their own shape, wherever they stand.

Each row: the tag's name, literal texts of which one must occur (lower case; a cheap test before the expression), the
expression. A group named `secret` is what is masked, else the whole match. Prefixes are those that the vendors
document for their tokens; lengths are lower bounds, since vendors lengthen tokens without notice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = r"(?<![A-Za-z0-9])"
_PLAIN = r"(?<![A-Za-z0-9_])"


@dataclass(frozen=True, slots=True)
class Found:
    """A secret in a text: from, to (exclusive), and what its tag calls it."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class SecretShape:
    """One kind of secret; `words` are tested before `pattern` because `in` is far cheaper than a search."""

    tag: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]


def _prefixed(tag: str, *prefixes: str, rest: str = r"[\w-]", least: int = 16) -> SecretShape:
    """Tokens that begin with a fixed text; the prefixes are literal."""
    words = tuple(prefix.lower() for prefix in prefixes)
    options = "|".join(map(re.escape, prefixes))
    return SecretShape(tag, words, re.compile(rf"{_START}(?:{options}){rest}{{{least},}}", re.ASCII))


def _shaped(tag: str, words: tuple[str, ...], pattern: str) -> SecretShape:
    return SecretShape(tag, words, re.compile(pattern, re.ASCII))


# Makers of developer tools whose tokens carry their own prefix, in alphabetical order.
_OTHER_PREFIXES = (
    ("AKCp", "cmVmdGtuO"),  # Artifactory
    ("aio_",),  # Adafruit
    ("AVNS_",),  # Aiven
    ("bkua_",),  # Buildkite
    ("CCIPAT_",),  # CircleCI
    ("CFPAT-",),  # Contentful
    ("CLOJARS_",),
    ("sre_mcp_",),  # our own, of MCP over HTTP
    ("dnkey-",),
    ("duffel_live_", "duffel_test_"),
    ("EZAK", "EZTK"),  # EasyPost
    ("figd_",),  # Figma
    ("fio-u-",),  # Frame.io
    ("FLWSECK_", "FLWSECK-"),  # Flutterwave
    ("gsk_",),  # Groq
    ("HRKU-",),  # Heroku
    ("ico-",),  # Infracost
    ("lin_api_", "lin_oauth_"),  # Linear
    ("lsv2_pt_", "lsv2_sk_"),  # LangSmith
    ("nfp_",),  # Netlify
    ("nvapi-",),  # NVIDIA
    ("ntn_",),  # Notion
    ("phc_", "phx_"),  # PostHog
    ("PMAK-",),  # Postman
    ("pnu_",),  # Prefect
    ("pplx-",),  # Perplexity
    ("pscale_tkn_", "pscale_pw_", "pscale_oauth_"),  # PlanetScale
    ("pul-",),  # Pulumi
    ("r8_",),  # Replicate
    ("rdme_",),  # ReadMe
    ("s-s4t2ud-", "s-s4t2af-"),  # 42
    ("sbp_",),  # Supabase
    ("sgp_",),  # Sourcegraph
    ("shippo_live_", "shippo_test_"),
    ("sqp_", "squ_", "sqa_"),  # SonarQube
    ("SWMTKN-1-",),  # Docker Swarm
    ("tfp_",),  # Typeform
    ("tk-us-",),  # Scalingo
    ("vercel_",),
    ("xai-",),
    ("xkeysib-", "xsmtpsib-"),  # Brevo
)

SHAPES: tuple[SecretShape, ...] = (
    # Up to its END line; a key cut off before that is masked to the end of the text.
    _shaped(
        "private_key",
        ("private key",),
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
        r"[^-]*+(?:-(?!----END)[^-]*+)*+(?:-----END[^-\n]{0,60}-----)?",
    ),
    _shaped(
        "private_key",
        ("putty-user-key-file",),
        r"PuTTY-User-Key-File-\d: [^\n]*+(?:\n(?!Private-MAC)[^\n]*+)*+(?:\nPrivate-MAC: \w+)?",
    ),
    # The same in base64, as kubeconfig files and Kubernetes secrets hold it: the beginnings of each kind of key.
    _prefixed(
        "private_key",
        *(f"LS0tLS1CRUdJTiB{kind}" for kind in ("SU0Eg", "QUklW", "FQyBQ", "PUEVO", "FTkNS", "EU0Eg")),
        rest="[A-Za-z0-9+/=]",
        least=20,
    ),
    _prefixed("private_key", "AGE-SECRET-KEY-1", rest="[A-Z0-9]", least=40),
    _shaped(
        "webhook",
        ("hooks.slack", "discord", "webhook.office.com"),
        r"https://(?:hooks\.slack(?:-gov)?\.com/|(?:\w+\.)?discord(?:app)?\.com/api/webhooks/|[\w.-]+\.webhook\.office\.com/)"
        r"[^\s\"'<>|\\)\]]+",
    ),
    _shaped("slack_token", ("xox", "xapp-", "xwfp-"), rf"{_START}(?:xoxe\.)?(?:xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]{{8,}}"),
    _shaped("jwt", ("eyj",), rf"{_PLAIN}eyJ[\w-]{{8,}}\.[\w-]{{8,}}(?:\.[\w-]*){{0,3}}"),
    _shaped("jwt", ("eyj",), rf"{_PLAIN}(?:eyJrIjoi|ops_eyJ|dop_v1_eyJ)[\w+/=-]{{40,}}"),
    _shaped(
        "aws_key",
        ("akia", "asia", "abia", "acca", "a3t"),
        rf"{_START}(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{{16}}(?![A-Za-z0-9])",
    ),
    _prefixed(
        "aws_session",
        "FwoGZXIvYXdz",
        "FQoGZXIvYXdz",
        "FQoDYXdz",
        "AQoDYXdz",
        "AQoEXAMPLE",
        "IQoJb3JpZ2lu",
        rest="[A-Za-z0-9+/=%_-]",
        least=40,
    ),
    _prefixed("bedrock_key", "ABSK", rest="[A-Za-z0-9+/=]", least=60),
    _prefixed("bedrock_key", "bedrock-api-key-", rest="[A-Za-z0-9+/=_-]", least=20),
    _shaped("aws_key", ("amzn.mws",), r"amzn\.mws\.[0-9a-f-]{36}"),
    _prefixed("github_token", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", least=20),
    _prefixed(
        "gitlab_token",
        "glpat-",
        "gldt-",
        "glrt-",
        "glptt-",
        "glft-",
        "glcbt-",
        "glimt-",
        "glagent-",
        "gloas-",
        "glsoat-",
        "glffct-",
        "glwt-",
        "GR1348941",
        rest=r"[\w.-]",
    ),
    _prefixed("npm_token", "npm_", rest="[A-Za-z0-9]", least=30),
    _prefixed("pypi_token", "pypi-AgE", rest=r"[\w-]", least=40),
    _prefixed("rubygems_token", "rubygems_", rest="[a-f0-9]", least=40),
    _prefixed(
        "stripe_key",
        "sk_live_",
        "sk_test_",
        "sk_prod_",
        "rk_live_",
        "rk_test_",
        "rk_prod_",
        "pk_live_",
        "pk_test_",
        "whsec_",
        rest="[A-Za-z0-9+/=]",
        least=10,
    ),
    _prefixed("google_key", "AIza", rest=r"[\w-]", least=33),
    _prefixed("google_key", "GOCSPX-", rest=r"[\w-]", least=20),
    _prefixed("google_token", "ya29.", "1//0", rest=r"[\w.-]", least=20),
    _shaped("azure_secret", ("q~",), r"(?<![\w~.-])[A-Za-z0-9_~.]{3}[0-9]Q~[\w~.-]{31,34}(?![\w~.-])"),
    _prefixed("anthropic_key", "sk-ant-"),
    _shaped("openai_key", ("sk-",), rf"{_START}(?<![-_])sk-(?=[A-Za-z_-]{{0,60}}[0-9])[\w-]{{20,}}"),
    _shaped("twilio_key", ("sk",), rf"{_PLAIN}SK[0-9a-f]{{32}}(?![A-Za-z0-9])"),
    _shaped("sendgrid_key", ("sg.",), rf"{_PLAIN}SG\.[\w-]{{16,}}\.[\w-]{{16,}}"),
    _shaped("mailgun_key", ("key-",), rf"{_PLAIN}(?<!-)key-[0-9a-f]{{32}}(?![0-9a-f])"),
    _shaped("mailchimp_key", ("-us",), r"(?<![0-9A-Za-z-])[0-9a-f]{32}-us[0-9]{1,2}(?![0-9A-Za-z])"),
    _shaped("telegram_token", (":aa",), r"(?<![0-9A-Za-z])[0-9]{8,10}:AA[\w-]{32,}"),
    _shaped("discord_token", (".",), r"(?<![\w.-])[MNO][A-Za-z0-9_-]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])"),
    _shaped(
        "vault_token",
        ("hv", "s."),
        r"(?<![\w.])(?:hv[sbr]\.[\w-]{20,}|s\.(?=[A-Za-z]*[0-9])[A-Za-z0-9]{24}(?![A-Za-z0-9.]))",
    ),
    _shaped("terraform_token", (".atlasv1.",), r"[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{40,}"),
    _shaped(
        "doppler_token", ("dp.",), rf"{_PLAIN}dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]{{2,35}}\.)?[A-Za-z0-9]{{40,}}"
    ),
    _shaped("dynatrace_token", ("dt0",), rf"{_PLAIN}dt0[a-z][0-9]{{2}}\.[A-Z0-9]{{24}}\.[A-Z0-9]{{64}}"),
    _shaped("okta_token", ("ssws",), r"SSWS\s+(?P<secret>[\w-]{30,})"),
    _shaped("openshift_token", ("sha256~",), r"sha256~[\w-]{40,}"),
    _shaped(
        "launchdarkly_key",
        ("sdk-", "mob-"),
        rf"{_PLAIN}(?:sdk|mob)-[0-9a-f]{{8}}-(?:[0-9a-f]{{4}}-){{3}}[0-9a-f]{{12}}",
    ),
    _prefixed("digitalocean_token", "dop_v1_", "doo_v1_", "dor_v1_", rest="[a-f0-9]", least=40),
    _shaped("databricks_token", ("dapi",), rf"{_PLAIN}dapi[a-f0-9]{{32}}(?:-\d)?"),
    _prefixed("shopify_token", "shpat_", "shpca_", "shppa_", "shpss_"),
    _prefixed("square_token", "sq0atp-", "sq0csp-", "sq0idp-", "EAAAE", least=20),
    _prefixed("newrelic_key", "NRAK-", "NRII-", "NRIQ-", "NRJS-", "NRRA-"),
    _prefixed("grafana_token", "glsa_", "glc_", least=30, rest="[A-Za-z0-9_+/=]"),
    _prefixed("atlassian_token", "ATATT3", "ATCTT3", "ATBB", rest=r"[\w=-]", least=24),
    _prefixed("docker_token", "dckr_pat_", "dckr_oat_", least=20),
    _prefixed("huggingface_token", "hf_", "api_org_", rest="[A-Za-z0-9]", least=30),
    _prefixed("sentry_token", "sntrys_", "sntryu_", rest=r"[\w+/=-]", least=20),
    _prefixed("tailscale_key", "tskey-", rest="[A-Za-z0-9-]"),
    _prefixed("fly_token", "fo1_", "fm1r_", "fm2_", "fm1a_", rest="[A-Za-z0-9+/=,_-]", least=30),
    _prefixed("facebook_token", "EAAM", "EAAC", "EAAG", rest="[A-Za-z0-9]", least=60),
    _shaped("airtable_token", ("pat",), rf"{_PLAIN}pat[A-Za-z0-9]{{14}}\.[0-9a-f]{{64}}"),
    _shaped(
        "hubspot_token", ("pat-",), rf"{_PLAIN}pat-[a-z]{{2}}\d-[0-9a-f]{{8}}-(?:[0-9a-f]{{4}}-){{3}}[0-9a-f]{{12}}"
    ),
    _shaped("dropbox_token", ("sl.",), rf"{_PLAIN}sl\.[\w-]{{80,}}"),
    _prefixed("notion_token", "secret_", rest="[A-Za-z0-9]", least=40),
    _shaped("nuget_key", ("oy2",), rf"{_PLAIN}oy2[a-z0-9]{{43}}(?![a-z0-9])"),
    *(_prefixed("api_token", *prefixes, rest=r"[\w.=-]", least=20) for prefixes in _OTHER_PREFIXES),
)

_BY_WORD = tuple(
    (word, tuple(index for index, shape in enumerate(SHAPES) if word in shape.words))
    for word in sorted({word for shape in SHAPES for word in shape.words})
)


def secrets_by_shape(text: str, lowered: str) -> Iterator[Found]:
    """Secrets in the order of the shapes, not of the text; they may overlap."""
    for index in sorted({index for word, indexes in _BY_WORD if word in lowered for index in indexes}):
        shape = SHAPES[index]
        for match in shape.pattern.finditer(text):
            yield Found(*match.span("secret" if "secret" in shape.pattern.groupindex else 0), shape.tag)
