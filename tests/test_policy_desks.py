"""`[desk.NAME]` in the policy file: what a desk holds, and what is refused in one sentence."""

from pathlib import Path

import pytest

from bot.policy import WrongPolicy, read_policy
from bot.policy_desks import desks_in
from bot.rules.workspace import Desk
from bot.settings import WrongSetting, read_settings, workspace_of

NETWORK = '[desk.network]\ntriage_channel = "C0NETWORK"\n'


def refusal(folder: Path, text: str) -> str:
    """Return the error about a policy file with this text, without its path; "" if nothing is wrong."""
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    try:
        read_policy(file)
    except WrongPolicy as problem:
        return str(problem).removeprefix(f"POLICY_FILE {file}: ")
    return ""


def test_a_desk_needs_a_channel_and_may_name_the_rest(tmp_path: Path) -> None:
    assert desks_in(read_policy(None).desk, locale="en") == ()
    more = 'products = ["VPN-3"]\naccounts = ["Acme"]\nmanagers = ["U0NINA"]\nlanguage = "fr"\n'
    file = tmp_path / "policy.toml"
    file.write_text(f'{NETWORK}{more}[desk."e-mail et agenda"]\ntriage_channel = "C0MAIL"\n', encoding="utf-8")
    assert desks_in(read_policy(file).desk, locale="en") == (
        Desk("network", "C0NETWORK", ("U0NINA",), "fr", frozenset({"vpn-3"}), frozenset({"acme"})),
        Desk("e-mail et agenda", "C0MAIL", (), "en"),
    )


def test_what_cannot_be_is_refused_with_what_to_do(tmp_path: Path) -> None:
    other = '[desk.mail]\ntriage_channel = "C0MAIL"\n'
    cases = {
        "[desk.network]\n": "desk.network.triage_channel: is missing.",
        '[desk.network]\ntriage_channel = "network"\n': (
            "desk.network.triage_channel: 'network' is no Slack channel id; write for instance \"C012AB3CD\"."
        ),
        f'{NETWORK}language = "de"\n': (
            "desk.network.language: 'de' is no language that Guichet speaks; these are en, fr."
        ),
        f'{NETWORK}managers = ["nina"]\n': (
            "desk.network.managers, entry 1: 'nina' is no Slack member id; write for instance \"U012AB3CD\"."
        ),
        f'{NETWORK}products = ["VPN-3", "vpn-3"]\n': "desk.network.products: must not name the same thing twice.",
        f'{NETWORK}chanel = "x"\n': "desk.network.chanel: is not known here; see bot/policy.toml for what is.",
        '[desk."#1"]\ntriage_channel = "C0NETWORK"\n': (
            "desk: '#1' is no name for a desk; write up to 30 letters, digits, spaces, _ and -."
        ),
        f'{NETWORK}products = ["VPN-3"]\n{other}products = ["vpn-3"]\n': (
            "desk: 'vpn-3' is in products of both 'network' and 'mail'; leave it in one."
        ),
        f'{NETWORK}accounts = ["ACME"]\n{other}accounts = ["ACME"]\n': (
            "desk: 'acme' is in accounts of both 'network' and 'mail'; leave it in one."
        ),
        f'{NETWORK}[desk.mail]\ntriage_channel = "C0NETWORK"\n': (
            "desk: 'C0NETWORK' is in triage_channel of both 'network' and 'mail'; leave it in one."
        ),
        '[people]\ntechnicians_see = "nothing"\n': ("people.technicians_see: must be 'own desk' or 'every desk'."),
        NETWORK: "",
    }
    assert {text: refusal(tmp_path, text) for text in cases} == cases


def test_a_desk_with_the_channel_of_the_first_is_refused() -> None:
    tokens = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
    settings = read_settings(_env_file=None, **tokens, triage_channel="C0NETWORK")
    with pytest.raises(WrongSetting, match=r"is also the triage channel of desk\.network in POLICY"):
        workspace_of(settings, desks=[Desk("network", "C0NETWORK", (), "en")])
