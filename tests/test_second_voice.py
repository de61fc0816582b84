"""People outside Slack are told through Apprise; no address is shown to anybody, right or wrong."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.delivery.destination import channel_outside
from bot.delivery.traits import NotAccepted
from bot.policy_tables import Escalate
from bot.rules.escalation import key_of
from bot.second_voice import SecondVoice, WrongPolicyAddress, environment
from tests.listener import Listener, listener

SECRET = "s3kr1t%21"


@pytest.fixture
def service() -> Iterator[Listener]:
    """A service that listens on this machine."""
    with listener() as service:
        yield service


def voice(*addresses: str, **variables: str) -> SecondVoice:
    """Return the voice of a policy with these addresses."""
    return SecondVoice([Escalate(severity="A", after="breach", to=[one]) for one in addresses], variables)


def test_tells_title_and_text(service: Listener) -> None:
    address = service.address(login="$LOGIN@")
    voice(address, LOGIN=f"guichet:{SECRET}").send(
        channel_outside(key_of(address)), "INC-1 (A): No mail\nNobody has answered."
    )
    (told,) = service.heard
    assert (told["title"], told["message"]) == ("INC-1 (A): No mail", "Nobody has answered.")


@pytest.mark.parametrize("status", [401, 500, 503])
def test_says_which_service_takes_nothing_but_not_its_address(
    service: Listener, status: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    service.status, address = status, service.address(path=SECRET, login=f"guichet:{SECRET}@")
    with pytest.raises(NotAccepted, match=r"^escalate 1, address 1 \(JSON\)$"):
        voice(address).send(channel_outside(key_of(address)), "INC-1\nNobody has answered.")
    assert "s3kr1t" not in caplog.text + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        (f"nobody-knows://{SECRET}", "Apprise cannot read it"),
        (SECRET, "Apprise cannot read it"),
        ("", "Apprise cannot read it"),
        (f"json://guichet:{SECRET}@", "Apprise cannot read it"),
        (f"mailto://$LOGIN:{SECRET}@mail.example", "there is no LOGIN in the environment or in .env"),
        (f"json://guichet:{SECRET}$@mail.example", "a $ names a variable; write $$ for the sign itself"),
    ],
)
def test_refuses_a_wrong_address_without_showing_it(
    address: str, wrong: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(WrongPolicyAddress) as refused:
        voice("json://127.0.0.1:9/right", address)
    assert str(refused.value).startswith(f"POLICY_FILE escalate 2, address 1: {wrong}")
    assert "s3kr1t" not in str(refused.value) + caplog.text + "".join(capfd.readouterr())


def test_takes_variables_from_the_environment_before_those_of_dot_env(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("PAGER_A=file\nPAGER_B=file\n")
    monkeypatch.setenv("PAGER_B", "environment")
    assert (environment()["PAGER_A"], environment()["PAGER_B"]) == ("file", "environment")


def test_knows_which_addresses_the_policy_names_no_more() -> None:
    kept, gone = "json://127.0.0.1:9/kept", "json://127.0.0.1:9/gone"
    assert not voice(kept).is_gone(channel_outside(key_of(kept)))
    assert voice(kept).is_gone(channel_outside(key_of(gone)))
    assert kept not in channel_outside(key_of(kept))
