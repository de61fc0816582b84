"""Lists the addresses outside Slack, and on request sends each a test message."""

from rich.console import Console
from rich.table import Table

from bot.policy import read_policy
from bot.second_voice import SecondVoice, environment
from bot.settings import read_settings
from bot.texts.catalogue import Words

NONE = "The policy names no address outside Slack: see [[escalate]] in bot/policy.toml."


def test_addresses(*, is_told: bool) -> bool:
    """Print the place of each address in the policy, never the address; return False if a service refused the test."""
    settings = read_settings()
    policy = read_policy(settings.policy_file)
    voice = SecondVoice(policy.escalate, environment())
    text = Words(settings.locale, "UTC")("second-voice-test")
    table, were_taken = Table("Address", "Told"), True
    for where in voice.addresses():
        was_taken = voice.test(where, text) if is_told else None
        were_taken = were_taken and was_taken is not False
        table.add_row(where, {None: "not now", True: "yes", False: "no: its service does not take it"}[was_taken])
    Console().print(table if table.row_count else NONE, markup=False)
    return were_taken
