"""The places where secrets stand: behind a flag, a header, a keyword, within a URL or a table.

Each row: the tag's name, literal texts of which one must occur (lower case, parted by bars; a cheap test before the
expression), the expression with a group `secret`, and what judges that group. A group `name` must be the name of a
secret.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.secret_names import bits_per_character, is_basic, is_mixed, is_random, is_value
from core.secret_prose import WORD, is_password_word, is_varied


@dataclass(frozen=True, slots=True)
class Place:
    """Where a secret stands; `fits` judges what the expression caught."""

    tag: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    fits: Callable[[str], bool]


def _is_aws_secret(value: str) -> bool:
    """Forty random characters of base64; digests in hex and words in camel case stay."""
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(any(map(kind, value)) for kind in kinds) and bits_per_character(value) >= _AWS_SECRET_BITS


_TURNS = re.compile(r"[A-Za-z][0-9]|[0-9][A-Za-z]")
_LEAST_TURNS = 5


def _is_key(value: str) -> bool:
    """A generated key in a sentence: of capitals, small letters and digits, or of two of them that change often."""
    kinds = (str.isupper, str.islower, str.isdigit)
    mixed = all(any(map(kind, value)) for kind in kinds)
    return is_random(value) and (mixed or len(_TURNS.findall(value)) >= _LEAST_TURNS)


# Forty characters drawn from base64 have 4.8 bits on average and hardly ever below 4.3; names stay below 4.2.
_AWS_SECRET_BITS = 4.2


def _place(tag: str, words: str, pattern: str, fits: Callable[[str], bool] = is_value) -> Place:
    return Place(tag, tuple(filter(None, words.split("|"))), re.compile(pattern), fits)


PLACES: tuple[Place, ...] = (
    _place(
        "password",
        "://",
        r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s/:@\"'<>]{0,200}:(?!\d{1,5}[/?#])"
        r"(?P<secret>[^\s\"'<>]{1,200}?)@(?=[\w.\[\]{}$-]{1,200}(?::\d{1,5})?(?:[^\w.:@!$%&*+-]|$))",
    ),
    _place("token", "://", r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://(?P<secret>[\w-]{20,})@", is_random),
    _place(
        "authorization",
        "authorization",
        r"(?i)(?<!\[)authorization\\*[\"']?\s{0,4}[:=,]\s{0,4}\\*[\"']?(?:(?:basic|bearer|token|apikey|negotiate|key|ssws|splunk)\s{1,4})?"
        r"(?!AWS4-|Digest )(?P<secret>[^\s\"'\\,;<>]{4,})",
        lambda value: is_value(value) and is_mixed(value),
    ),
    _place(
        "authorization",
        "bearer|basic",
        r"(?i)\b(?:bearer|basic)\s{1,4}(?P<secret>[\w.~+/-]{8,}={0,2})(?![\w=])",
        is_mixed,
    ),
    _place(
        "cookie", "cookie", r"(?i)\bcookie\\*[\"']?\s{0,4}[:=]\s{0,4}\\*[\"']?(?P<secret>[\w.-]{1,60}=[^\n\"'\\]{8,})"
    ),
    _place(
        "authorization",
        "auth",
        r"(?i)auth\\*[\"']?\s{0,4}[:=]\s{0,4}\\*[\"']?(?P<secret>[A-Za-z0-9+/]{6,}={0,2})",
        is_basic,
    ),
    _place("signature", "sig", r"(?i)[?&;](?:sig|signature|x-amz-signature)=(?P<secret>[\w%+/=-]{20,})"),
    _place("signature", "signature=", r"Signature=(?P<secret>[0-9a-f]{64})"),
    _place("token", "=|key=", r"(?i)[?&](?:key|auth|code)=(?P<secret>[\w.~%-]{16,})", is_random),
    _place("password", "--", r"(?<![\w-])--?(?P<name>[A-Za-z][\w-]{1,60})\s{1,4}[\"']?(?P<secret>[^\s\"'-][^\s\"']*)"),
    _place("password", "-u|--user", r"(?:\s-u|--user)[ =]{0,2}[\"']?[^\s:\"'/]{1,100}:(?P<secret>[^\s\"'/]+)"),
    _place(
        "password",
        "login",
        r"\b(?:docker|podman|nerdctl|buildah|skopeo|helm|oras|az|oc|cf|crane)\b[^\n|;]{0,40}\slogin\b[^\n|;]{0,160}?\s-p\s{1,4}[\"']?"
        r"(?P<secret>[^\s\"']+)",
    ),
    _place(
        "password",
        " -",
        r"\b(?:(?:mongo(?:sh|dump|restore|export|import)?|sqlcmd|bcp|unzip|zip|ldap\w{3,10}|mosquitto_\w{3})\b[^\n|;]{0,160}?\s-[pPw]"
        r"|openssl\s+enc\b[^\n|;]{0,160}?\s-k|snmp\w{2,10}\b[^\n|;]{0,160}?\s-[cAX])\s{1,4}[\"']?(?P<secret>[^\s\"'-][^\s\"']*)",
    ),
    _place(
        "password",
        "add_user|change_password|htpasswd|smbclient|net|chpasswd",
        r"\b(?:rabbitmqctl\s+(?:add_user|change_password)\s+\S{1,60}\s+|htpasswd\s+-\w*b\w*\s+\S{1,100}\s+\S{1,60}\s+|net\s+user\s+\S{1,60}\s+(?!/)"
        r"|smbclient\b[^\n|;]{0,160}?-U\s*[^\s%]{1,60}%)[\"']?(?P<secret>[^\s\"']+)",
    ),
    _place("password", "chpasswd", r"[\w.-]{1,40}:(?P<secret>[^\s\"':]+)[\"']?\s{0,4}\|\s{0,4}(?:sudo\s)?chpasswd"),
    _place(
        "password",
        "sqlplus|oracle|expdp|impdp|rman",
        r"\b(?:(?:sqlplus|expdp|impdp|rman)\b[^\n|;]{0,80}?\s|jdbc:oracle:\w{2,8}:)[\w.]{1,40}/(?P<secret>[^\s@/\"']+)@",
    ),
    _place(
        "secret",
        ",",
        r"[\"'](?P<name>[\w.-]{2,100})[\"']\s{0,4},\s{0,4}[\"'](?P<secret>[^\"'\n]+)[\"']",
        lambda value: is_value(value) and is_varied(value) and any(map(str.isdigit, value)),
    ),
    _place("secret", "env ", r"(?m)^\s{0,20}ENV\s{1,4}(?P<name>[\w.-]{2,100})\s{1,4}(?P<secret>[^\s\"'=]+)"),
    _place(
        "password",
        "requirepass|masterauth|primaryauth",
        r"\b(?:requirepass|masterauth|primaryauth)\s+[\"']?(?P<secret>[^\s\"']+)",
    ),
    _place("password", "--auth", r"--auth[ =][\"']?[\w.@-]{1,60}:(?P<secret>[^\s\"']+)"),
    _place(
        "password",
        "cred",
        rf"(?i)\bcred(?:ential)?s?[ =:]{{1,3}}[\"']?[\w.@-]{{1,60}}:(?![\[(<{{$/])(?P<secret>{WORD}{{4,100}})",
        is_varied,
    ),
    _place(
        "token",
        "token|key",
        r"(?i)(?<!next )(?<!page )(?<!continuation )(?<!client )(?<!request )(?<!public )(?<!primary )(?:token|key)"
        r"(?:\s{1,2}is)?:?\s{1,4}[\"'`]?(?P<secret>[\w-]{20,200})(?![\w./:@-])",
        _is_key,
    ),
    _place(
        "secret",
        "(\"|('",
        r"\b(?!get|fetch|read|load|find|from|has|is_)(?P<name>\w{2,60})\(\s{0,2}[\"'](?P<secret>[^\"'\n]+)[\"']\s{0,2}\)",
        lambda value: is_value(value) and is_varied(value),
    ),
    _place("password", "identified", r"(?i)\bidentified\s+by\s+(?:values\s+)?[\"']?(?P<secret>[^\s\"';]+)"),
    _place(
        "password",
        "password to",
        rf"(?i)\b(?:set|chang|reset|updat)\w{{0,4}}\s(?:(?!password)\w{{1,30}}\s){{0,4}}password\sto\s[\"'`]?(?![\[(<{{$])(?P<secret>{WORD}{{4,100}})",
        lambda value: is_value(value) and is_password_word(value),
    ),
    _place("password", "mysql", r"\bmysql\w{0,10}\b[^\n|;]{0,120}?\s-p(?P<secret>[^\s\"']+)"),
    _place("password", "sshpass", r"\bsshpass\s+-p\s{0,2}[\"']?(?P<secret>[^\s\"']+)"),
    _place("password", "redis-cli", r"\bredis-cli\b[^\n|;]{0,120}?\s-a\s+[\"']?(?P<secret>[^\s\"']+)"),
    _place("password", "pass:", r"(?<![\w.-])-pass(?:in|out)?\s+pass:(?P<secret>[^\s\"']+)"),
    _place(
        "password", "identified|password", r"(?i)\b(?:identified\s+by|password)\s{1,4}(?:'(?=(?P<secret>[^'\n]+)'))"
    ),
    _place(
        "password", "password for", r"(?i)\bpassword\s+for\s+[^\s=]{1,80}\s*=\s*(?:password\()?'(?P<secret>[^'\n]+)'"
    ),
    _place(
        "password",
        "pass|pwd|pw|secret|token",
        r"(?i)(?<![\w.$-])(?:password|passwd|pwd|pw|passphrase|passcode|secret|token)(?:\s{1,4}(?:for|of)\s(?:[^\s:=]{1,60}\s){1,3}?)?"
        r"(?:\s{0,4}(?:is|was|are|to)\b|\s{1,4}(?:for|of)\s[^\s:=]{1,60}:|\s(?:has\sbeen|will\sbe))(?:\s(?:now|set|changed|reset|updated|again|to)\b){0,4}"
        rf"\s{{0,4}}:?\s{{0,4}}[\"'`]?(?![\[(<{{$])(?P<secret>{WORD}{{4,100}})",
        lambda value: is_value(value) and is_varied(value),
    ),
    _place(
        "password",
        "password|passphrase|passcode",
        rf"(?i)(?<![\w.$-])(?:password|passphrase|passcode)(?:\s(?:for|of)\s(?:[^\s:=]{{1,60}}\s){{1,3}}?)?\s?(?:is|was|to)\s{{1,4}}"
        rf"(?:(?:now|set|changed|reset)\s(?:to\s)?){{0,2}}[\"'`]?(?![\[(<{{$])(?P<secret>{WORD}{{6,24}})(?=[\"'`]?\s{{0,3}}(?:[.,;!)]|$|\n))",
        lambda value: is_value(value) and is_password_word(value),
    ),
    _place(
        "password",
        "password|passwd",
        rf"(?i)(?<![\w.$-])(?:login|username|user|account)\s{{1,4}}[^\s:=]{{1,60}}\s{{1,4}}(?:(?:and|with|the|a|his|her)\s){{0,3}}"
        rf"(?:password|passwd)\s{{1,4}}[\"'`]?(?![\[(<{{$])(?P<secret>{WORD}{{4,100}})",
        lambda value: is_value(value) and is_password_word(value),
    ),
    _place(
        "password",
        "password|passwd",
        rf"(?i)(?<![\w.$-])(?:password|passwd)\s{{1,4}}[\"'`]?(?![\[(<{{$])(?P<secret>{WORD}{{6,100}})",
        lambda value: is_value(value) and is_varied(value) and any(map(str.isdigit, value)),
    ),
    _place(
        "password",
        "/",
        rf"(?i)(?<![\w.$-])(?:use|with|creds?:?|credentials?:?|login:?)\s[\w.@-]{{2,40}}\s/\s(?![\[(<{{$])(?P<secret>{WORD}{{6,100}})",
        is_varied,
    ),
    _place(
        "password",
        "to log",
        rf"(?i)(?<![\w.$-])[\w.@-]{{2,40}}\s?[/:]\s?(?![\[(<{{$])(?P<secret>{WORD}{{6,100}})\sto\slog\s?in\b",
        is_password_word,
    ),
    _place(
        "password",
        "value",
        r"(?i)[\"'](?:name|key)\\*[\"']\s{0,4}:\s{0,4}\\*[\"'](?P<name>[\w.-]{2,100})\\*[\"']\s{0,4},\s{0,4}\\*[\"']value\\*[\"']"
        r"\s{0,4}:\s{0,4}\\*[\"'](?P<secret>[^\"'\\\n]+)",
    ),
    _place(
        "password",
        "value",
        r"(?i)\b(?:key|name)\s{0,2}=\s{0,2}[\"'](?P<name>[\w.:-]{2,100})[\"']\s{1,4}value\s{0,2}=\s{0,2}[\"'](?P<secret>[^\"'\n]+)",
    ),
    _place(
        "password",
        "value:",
        r"(?i)\b(?:key|name):\s{0,4}[\"']?(?P<name>[\w.-]{2,100})[\"']?[ \t]{0,4}\n"
        r"[ \t]{0,40}value:[ \t]{0,4}[\"']?(?P<secret>[^\s\"']+)",
    ),
    _place(
        "secret",
        "token|key|secret|pass",
        r"(?m)^(?P<name>[\w.-]{2,60})(?:[ ]{2,40}|\t{1,4})(?P<secret>\S{16,})$",
        is_random,
    ),
    _place(
        "secret",
        "unseal|recovery",
        r"(?i)\b(?:unseal|recovery)\s?(?:key)?\s?\d{0,2}\s?(?:\([^)\n]{0,30}\))?:\s{0,8}(?P<secret>[A-Za-z0-9+/=]{24,})",
    ),
    _place("password", "=", r"=(?P<name>[A-Za-z][\w.-]{1,60}+)=[\"']?(?P<secret>[^\s\"'&;,=][^\s\"'&;,]*)"),
    _place(
        "password_hash",
        "{",
        r"\{(?:SSHA|SHA|SMD5|MD5|CRYPT|PBKDF2|SCRAM)[\w-]{0,12}\}(?P<secret>[A-Za-z0-9+/=.$]{20,})",
    ),
    _place("password", "</", r"<(?P<name>[\w.:-]{2,100})>\s{0,40}(?P<secret>[^<>\s][^<>\n]*?)\s{0,40}</"),
    _place(
        "secret", "';|\";", r"(?<![\w.-])(?P<name>[\w.-]{2,60}+)\s{0,4}(?P<quote>[\"'])(?P<secret>[^\"'\n]+)(?P=quote);"
    ),
    _place(
        "password",
        "parametervalue",
        r"(?i)ParameterKey\\*[\"']?\s{0,4}[=:]\s{0,4}\\*[\"']?(?P<name>[\w.-]{2,100})\\*[\"']?\s{0,4},\s{0,8}\\*[\"']?ParameterValue"
        r"\\*[\"']?\s{0,4}[=:]\s{0,4}\\*[\"']?(?P<secret>[^\s\"'\\,]+)",
    ),
    _place(
        "password",
        "define(|set|put|header(|append(",
        r"(?i)\b(?:define|setenv|putenv|setProperty|set|put|(?:add)?Header|append)\(\s{0,4}[\"'](?P<name>[\w.-]{2,100})[\"']\s{0,4},"
        r"\s{0,4}[\"'](?P<secret>[^\"'\n]+)[\"']",
    ),
    _place(
        "password",
        "insert",
        r"(?i)\binsert\s+into\b[^;\n]{0,300}?\bpass(?:word|wd)?\b[^;\n]{0,300}?\bvalues\s*\([^;\n]{0,300}?'(?P<secret>[^'\n]+)'\s*\)",
    ),
    # A line of .pgpass: host, port, database, user, password.
    _place(
        "password",
        ":5432:|:5433:|:6432:|:*:",
        r"(?m)^[\w.*-]{1,100}:(?:5432|5433|6432|\*):[\w.*-]{1,60}:[\w.*-]{1,60}:(?P<secret>\S+)$",
    ),
    _place("private_key", "kty", r"[\"'](?:d|p|q|dp|dq|qi|k)\\*[\"']\s{0,4}:\s{0,4}\\*[\"'](?P<secret>[\w-]{20,})"),
    _place(
        "password",
        "auth ",
        r"(?m)(?:\bAUTH\s(?:PLAIN|LOGIN|XOAUTH2)\s+|^(?:>\s)?AUTH\s+)(?P<secret>[^\s\"']{6,})",
        is_mixed,
    ),
    _place("password", "/pass", r"(?i)(?<!\S)/pass(?:word)?:[\"']?(?P<secret>[^\s\"']+)"),
    _place("password", "securestring", r"(?i)ConvertTo-SecureString\s+(?:-String\s+)?[\"'](?P<secret>[^\"'\n]+)[\"']"),
    _place("password_hash", "$", r"(?P<secret>\$(?:1|2[abxy]?|5|6|7|y|apr1|argon2(?:id?|d))\$[./A-Za-z0-9$=,+]{20,})"),
    _place(
        "aws_secret", "", r"(?<![A-Za-z0-9+/_.%-])(?P<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=_.-])", _is_aws_secret
    ),
)
