"""Which settings are missing or wrong, all of them at once, and what stands in for them while the rest is checked?"""

from typing import Any

from bot.settings import Settings, problems_with

STANDING_IN = {
    "slack_bot_token": "xoxb-missing",
    "slack_app_token": "xapp-missing",
    "slack_signing_secret": "missing",
    "triage_channel": "C0MISSING",
}
"""What stands in for a setting that has no default."""


def usable_settings() -> tuple[Settings, dict[str, str]]:
    """Return the settings, with stand-ins for those that are wrong, and a sentence for each wrong one by its name.

    Raises `WrongSetting` where `.env` cannot be read at all.
    """
    given: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    while found := problems_with(**given):
        wrong |= found
        given |= {name: STANDING_IN.get(name, Settings.model_fields[name].default) for name in found}
    return Settings(**given), {name: wrong[name] for name in Settings.model_fields if name in wrong}
