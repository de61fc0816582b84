"""People who have no business with an account, and a line to the app that lets them try everything first."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot import routes
from bot.app import Guichet
from tests.fake_slack import FakeSlack, payloads
from tests.journeys.harness import SECRET, TRIAGE
from tests.people import FORM, Answer, People, form_of

OUTSIDERS = {
    "U0GREG": "a customer of another account",
    "U0NOEL": "somebody of no account",
    "U0EVE": "somebody of another workspace, with an e-mail address like the customer's",
    "U0UMA": "somebody whose address is like the customer's, but not confirmed",
    "U0BOT": "a bot in the technicians' channel",
    "U0GONE": "a technician whose Slack account was deactivated",
    "U0TINA": "a technician who was removed from the technicians' channel a moment ago",
}
COLLEAGUE = "U0OTTO"
"""A technician of another desk: he may see accounts, but nothing that is written about their incidents."""
PRIVATE = re.compile(r"zebra|z€bra|U0ALICE|U0THEO|U0TESS", re.IGNORECASE)
"""What no outsider may read: the word that is in everything the people of the story type, and their member ids."""
NUMBER = re.compile(r"\b47(\d\d)\b")
"""The story's incidents are INC-4701 and so on; no incident is INC-48…."""

DRAWN_AGAIN = {("button", one) for one in ("request", "cover", "product", "product_options")}
"""The choices that redraw the form of `/incident`, for whoever has it open, with what that person may see."""
OPEN_TO_ALL = {("form", "claim_pack"), ("button", "home_choose"), ("button", "home_turn"), *DRAWN_AGAIN}
"""Gestures that may change something whoever makes them: `test_claim.py` shows that a claim reveals nothing, and in the
App Home people choose what they themselves look at."""

Route = tuple[str, str]
"""Kind and name of an entry of `routes.py`."""


def every_route() -> set[Route]:
    """Return every route of `routes.py` except those of events."""
    tables: dict[str, Iterable[str]] = {
        "command": routes.COMMANDS,
        "shortcut": routes.SHORTCUTS,
        "form": routes.FORMS,
        "options": routes.OPTIONS,
        "button": routes.BUTTONS,
    }
    return {(kind, name) for kind, table in tables.items() for name in table}


def add_outsiders(slack: FakeSlack) -> None:
    """Add the outsiders and the colleague to the workspace."""
    there: dict[str, dict[str, Any]] = {
        "U0EVE": {"team_id": "T0OTHER", "is_stranger": True, "email": "eve@acme.example"},
        "U0UMA": {"email": "uma@acme.example", "is_email_confirmed": False},
        "U0BOT": {"is_bot": True},
        "U0GONE": {"deleted": True, "email": "gone@acme.example"},
    }
    for user in OUTSIDERS:
        slack.add_user(user, name=user.removeprefix("U0").lower(), **there.get(user, {}))
    slack.add_user(COLLEAGUE, name="otto")
    for user in ("U0BOT", "U0GONE", "U0TINA"):
        slack.add_member(TRIAGE, user)


class Watched(People):
    """A connection to the app on which outsiders send each gesture before the person who makes it."""

    def __init__(self, slack: FakeSlack, guichet: Guichet) -> None:
        super().__init__(guichet.bolt, slack, SECRET)
        self.tried: set[Route] = set()
        self.wrong: list[str] = []
        self.insiders: tuple[str, ...] = ()
        """Member ids of those who also try: they may know of the incident, but must change nothing."""
        self._read: defaultdict[str, set[str]] = defaultdict(set)
        file = guichet.settings.database_url.removeprefix("sqlite:///")
        self._writes = sqlite3.connect(file)

    @contextmanager
    def also(self, *insiders: str) -> Iterator[None]:
        """Let these people, who are not allowed the gestures that follow, try them as well."""
        self.insiders = insiders
        yield
        self.insiders = ()

    def send(self, body: str, content_type: str, **headers: str) -> Answer:
        """Let everybody else try the request, then send it."""
        if content_type == FORM:
            self._try(dict(parse_qsl(body, keep_blank_values=True)))
        return super().send(body, content_type, **headers)

    def _try(self, gesture: dict[str, str]) -> None:
        route = _route_of(gesture)
        self.tried.add(route)
        if route in OPEN_TO_ALL:
            return
        maker = gesture.get("user_id") or json.loads(gesture["payload"])["user"]["id"]
        for user in (*OUTSIDERS, *(one for one in self.insiders if one != maker)):
            before, who = self._state(), OUTSIDERS.get(user, user)
            seen = self._send_as(user, gesture)
            if self._state() != before:
                self.wrong.append(f"{who} changes something: {route}")
            if user not in {*OUTSIDERS, COLLEAGUE}:
                continue
            if found := PRIVATE.search(seen):
                self.wrong.append(f"{who} learns {found.group()!r}: {route} {seen}")
            other = {key: NUMBER.sub(r"48\1", value) for key, value in gesture.items()}
            if user == "U0GREG" and other != gesture and NUMBER.sub(r"48\1", seen) != self._send_as(user, other):
                self.wrong.append(f"{who} learns that there is such an incident: {route} {seen}")

    def _state(self) -> tuple[int, int]:
        """Return a value that changes with every write to the database and every update of an open form."""
        (version,) = self._writes.execute("PRAGMA data_version").fetchone()
        return int(version), len(self.fake.calls("views.update"))

    def _send_as(self, user: str, gesture: dict[str, str]) -> str:
        """Send somebody else's gesture, and return everything that this person can then read."""
        self.fake.stacks[user].clear()
        answer = super().send(_taken_over(self.fake, user, gesture), FORM)
        if answer.status != 200:
            self.wrong.append(f"{user} gets {answer}: {_route_of(gesture)}")
        view = self.fake.open_view(user) or {}
        news = self.fake.unread(user, self._read[user])
        self._read[user].update(one["ts"] for one in news)
        return self._readable([answer.body, news, view.get("blocks"), view.get("private_metadata")])

    def _readable(self, part: Any) -> str:
        """Return what can be read of an answer, without what differs each time."""
        if isinstance(part, dict):
            return " ".join(self._readable(one) for key, one in part.items() if key not in {"ts", "channel", "user"})
        return "\n".join(map(self._readable, part)) if isinstance(part, list) else str(part or "")


def _route_of(gesture: dict[str, str]) -> Route:
    if "command" in gesture:
        return "command", gesture["command"]
    body = json.loads(gesture["payload"])
    kind = body["type"]
    if kind == "block_actions":
        return "button", body["actions"][0]["action_id"]
    if kind == "block_suggestion":
        return "options", body["action_id"]
    return ("form", body["view"]["callback_id"]) if kind == "view_submission" else ("shortcut", body["callback_id"])


def _taken_over(slack: FakeSlack, user: str, gesture: dict[str, str]) -> str:
    """Return the form in which this person would send the gesture: a trigger of their own, and all else as it was."""
    if "command" in gesture:
        place = slack.direct_message(user)
        return urlencode(gesture | payloads.command(slack, user, place, gesture["command"], gesture["text"]))
    body = json.loads(gesture["payload"])
    view_id = body["view"]["id"] if "view" in body else ""
    return form_of(body | payloads.interaction(slack, user, body["type"], view_id=view_id))
