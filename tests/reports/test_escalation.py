"""`guichet escalate` lists the addresses outside Slack, and tells them on request; it shows none of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reports.escalation import test_addresses as tell
from tests.listener import Listener, listener

RULE = """[[escalate]]
severity = "A"
after = "breach"
to = ["{}"]
"""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Listener]:
    """A service that listens on this machine, and settings whose policy names it."""
    monkeypatch.chdir(tmp_path)
    with listener() as service:
        policy = tmp_path / "policy.toml"
        policy.write_text(RULE.format(service.address(login="guichet:$PASSWORD@")))
        given = {
            "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "TRIAGE_CHANNEL": "C0TRIAGE",
            "POLICY_FILE": str(policy), "PASSWORD": "s3kr1t", "LOCALE": "fr",
        }  # fmt: skip
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        yield service


@pytest.mark.parametrize(
    ("is_told", "status", "shown", "heard"),
    [
        (False, 200, "not now", []),
        (True, 200, "yes", ["Guichet\u00a0: essai de la seconde voix"]),
        (True, 401, "no: its service does not take it", []),
    ],
)
def test_says_what_came_of_each(
    service: Listener,
    capsys: pytest.CaptureFixture[str],
    is_told: bool,
    status: int,
    shown: str,
    heard: list[str],
) -> None:
    service.status = status
    assert tell(is_told=is_told) == (status == 200)
    output = "".join(capsys.readouterr())
    assert "escalate 1, address 1 (JSON)" in output
    assert shown in output
    assert "s3kr1t" not in output
    assert "127.0.0.1" not in output
    assert [one["title"] for one in service.heard] == heard


def test_says_where_addresses_are_named_if_there_are_none(
    service: Listener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("POLICY_FILE")
    assert tell(is_told=True)
    assert "[[escalate]]" in capsys.readouterr().out
    assert service.heard == []
