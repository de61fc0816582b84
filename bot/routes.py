"""INDEX 1: every command, shortcut, form, button and event, and the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import App

from bot.forms import open_incident as incident_form
from bot.listeners import acknowledge_incident, incident_command, know_people, open_incident, reply_in_thread
from bot.messages import card

Listener = Callable[..., None]


@dataclass(frozen=True)
class Shortcut:
    """An entry of Slack's shortcut menu, or of a message's menu."""

    name: str
    """What the menu shows, at most 24 characters; Slack has no translations for it."""
    kind: str
    """"global" or "message"."""
    description: str


COMMANDS: dict[str, tuple[str, Listener]] = {
    "/incident": ("File an incident, or ask about one", incident_command.answer),
}
SHORTCUTS: dict[str, tuple[Shortcut, Listener]] = {
    "file_incident": (
        Shortcut("File an incident", "global", "Opens the form"),
        open_incident.open_form,
    ),
    "file_incident_from_message": (
        Shortcut("File as an incident", "message", "File an incident from this message"),
        open_incident.open_form,
    ),
}
FORMS: dict[str, Listener] = {
    incident_form.CALLBACK: open_incident.submit,
}
OPTIONS: dict[str, Listener] = {
    incident_form.PRODUCT_OPTIONS: open_incident.offer_products,
}
BUTTONS: dict[str, Listener] = {
    card.ACKNOWLEDGE: acknowledge_incident.click,
}
EVENTS: dict[str, Listener] = {
    "message": reply_in_thread.reply,
    "reaction_added": acknowledge_incident.react,
    "member_joined_channel": know_people.come_or_go,
    "member_left_channel": know_people.come_or_go,
    "user_change": know_people.change,
}


def register(app: App) -> None:
    """Tell Bolt who answers what."""
    for command, (_, listener) in COMMANDS.items():
        app.command(command)(listener)
    tables: list[tuple[Callable[[str], Any], dict[str, Any]]] = [
        (app.shortcut, {name: listener for name, (_, listener) in SHORTCUTS.items()}),
        (app.view, FORMS),
        (app.options, OPTIONS),
        (app.action, BUTTONS),
        (app.event, EVENTS),
    ]
    for listen, table in tables:
        for name, listener in table.items():
            listen(name)(listener)
