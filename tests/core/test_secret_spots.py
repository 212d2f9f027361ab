"""The places of secrets, one by one."""

import pytest

from core.redact import redact

SECRET = "hunterTwo22"
KEY = "aB3dE5gH7jK9mN1pQ3sT5vW7"


@pytest.mark.parametrize(
    "line",
    [
        *("password for root is {}, please", "the password for the db was changed to {}", "user bob and password {}"),
        *("set the db password to {}, then restart", "creds: bob:{}", "use admin / {} to log in"),
        *(
            "machine git.example login bot password {}",
            "docker login -u me -p {} reg.example",
            "sqlcmd -U sa -P {} -Q x",
        ),
        *(
            "echo bob:{} | sudo chpasswd",
            "rabbitmqctl add_user bob {}",
            "htpasswd -b file bob {}",
            "net user bob {} /add",
        ),
        *("sqlplus scott/{}@orcl", "jdbc:oracle:thin:scott/{}@h:1521:x", "requirepass {}", "http --auth bob:{} x"),
        *(
            "SET PASSWORD FOR 'a'@'b' = '{}'",
            "IDENTIFIED BY {};",
            '<add key="Password" value="{}"/>',
            "a --set=password={}",
        ),
        *("- name: DB_PASSWORD\n  value: {}", "data:\n  password: {}", "https://x.example/?api_key={}&b=2", "/pass:{}"),
        *(
            *(
                "ParameterKey=DBPassword,ParameterValue={}",
                "define('DB_PASSWORD', '{}');",
                "db.internal:5432:app:bob:{}",
            ),
            "INSERT INTO users (name, password) VALUES ('bob', '{}')",
            'ConvertTo-SecureString "{}" -AsPlainText',
            'client.withPassword("{}")',
            "token          {}aB3dE5gH7",
            "pw: {}",
        ),
    ],
)
def test_a_secret_goes_from_where_it_stands(line: str) -> None:
    assert SECRET not in redact(line.format(SECRET))


@pytest.mark.parametrize(
    "line", ["the api key is {}", "Authorization: GenieKey {}", "access token {}", "Unseal Key 1: {}"]
)
def test_a_generated_key_goes_from_a_sentence(line: str) -> None:
    assert KEY not in redact(line.format(KEY))


@pytest.mark.parametrize(
    "line",
    [
        *("nextToken: {}", '"nextForwardToken":"{}"', "ContinuationToken={}", "public key {}", "primary key {}"),
        *(
            "key my-release-2026-11-03-final",
            "getToken('a1b2c3')",
            "password == confirm_password",
            "password: (hidden)",
        ),
        *(
            "use nginx / apache",
            "PASS: TestOne",
            "pass: 12, fail: 3",
            "status_checks_pass = 4.0",
            '["DescribeSecret", "GetResourcePolicy"]',
            "const token = await getToken();",
        ),
        *(
            '"output_token": "NextToken"',
            "signature = base64.b64decode(word(said2))",
            "def f(authorization: str) -> None",
        ),
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert redact(line.format(KEY)) == line.format(KEY)
