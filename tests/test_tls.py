"""The certificate authorities are loaded once, not for each call."""

import ast
import ssl
from pathlib import Path

from bot.settings import SLACK
from bot.tls import tls_for
from tests.house_rules.code import nodes_of

BOT = Path(__file__).parents[1] / "bot"
CLIENTS = {"WebClient", "_client_type"}
"""Names by which a client is made."""


def test_checks_the_name_and_the_certificate_of_who_answers() -> None:
    context = tls_for(SLACK)
    assert context is not None
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    assert context.cert_store_stats() == ssl.create_default_context().cert_store_stats()


def test_reads_the_authorities_once() -> None:
    assert tls_for(SLACK) is tls_for(f"{SLACK}auth.test")
    assert tls_for("HTTPS://slack.example/api/") is tls_for(SLACK)


def test_needs_none_where_nothing_is_encrypted() -> None:
    assert tls_for("http://127.0.0.1:8000/api/") is None


def test_is_given_to_every_client() -> None:
    made = [
        (str(file.relative_to(BOT)), "ssl" in {one.arg for one in node.keywords})
        for file in sorted(BOT.rglob("*.py"))
        for node in nodes_of(file)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in CLIENTS
    ]
    files = ["app.py", "doctor_slack.py", "printing.py", "setup/directory.py"]
    assert made == [(one, True) for one in files]
