import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot import routes
from bot.manifest import CALL_SCOPES, EVENT_SCOPES, manifest, scopes, subscriptions
from tests.house_rules.code import nodes_of

BOT = Path(__file__).parents[1] / "bot"

NEEDED_FOR_EVENTS = {
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "app_mention": {"app_mentions:read"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "user_change": {"users:read"},
    "app_home_opened": set(),
    "channel_id_changed": {"groups:read"},
}
"""What docs.slack.dev/reference/events says of each subscription; of members, each scope shows its own channels."""

NEEDED_FOR_CALLS = {
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.scheduleMessage": {"chat:write"},
    "chat.deleteScheduledMessage": {"chat:write"},
    "chat.scheduledMessages.list": set(),
    "conversations.open": {"im:write"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "users.conversations": {"channels:read", "groups:read"},
    "users.info": {"users:read"},
    "users.lookupByEmail": {"users:read.email"},
    "files.info": {"files:read"},
    "views.open": set(),
    "views.update": set(),
    "views.publish": set(),
    "auth.test": set(),
    "apps.connections.open": set(),  # The app-level token's own scope, connections:write.
}
"""What docs.slack.dev/reference/methods says of each method, for public and private channels and direct messages."""


def features() -> dict[str, Any]:
    return dict(manifest()["features"])


def settings() -> dict[str, Any]:
    return dict(manifest()["settings"])


@pytest.fixture(scope="module")
def app() -> App:
    """A Bolt app that listens to everything in the routes."""
    app = App(
        name="guichet",
        client=WebClient("xoxb-fake"),
        signing_secret="unused",
        token_verification_enabled=False,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        url_verification_enabled=False,
    )
    routes.register(app)
    return app


def payloads() -> dict[str, dict[str, Any]]:
    """Return, by name, a payload of everything the manifest tells Slack to send."""
    commands = {f"command {one['command']}": {"command": one["command"]} for one in features()["slash_commands"]}
    shortcuts = {
        f"shortcut {one['callback_id']}": {
            "type": {"global": "shortcut", "message": "message_action"}[one["type"]],
            "callback_id": one["callback_id"],
        }
        for one in features()["shortcuts"]
    }
    events = {f"event {name}": {"type": "event_callback", "event": event(name)} for name in subscriptions()}
    return commands | shortcuts | events


def own_payloads() -> dict[str, dict[str, Any]]:
    """Return, by name, a payload of each form, menu and button of ours."""
    forms = {
        f"form {name}": {"type": "view_submission", "view": {"type": "modal", "callback_id": name}}
        for name in routes.FORMS
    }
    menus = {f"menu {name}": {"type": "block_suggestion", "action_id": name} for name in routes.OPTIONS}
    buttons = {f"button {name}": {"type": "block_actions", "actions": [{"action_id": name}]} for name in routes.BUTTONS}
    return forms | menus | buttons


def event(subscription: str) -> dict[str, str]:
    """Return an event of this subscription; Slack sends "message.im" as "message" of the channel type "im"."""
    kind, _, channels = subscription.partition(".")
    return {"type": kind, "channel_type": channels.removesuffix("s") or "channel"}


def answering(app: App, payload: dict[str, Any]) -> list[str]:
    """Return the names of the listeners that this payload reaches."""
    request = BoltRequest(body=payload, mode="socket_mode")
    return [
        listener.ack_function.__name__
        for listener in app._listeners
        if listener.matches(req=request, resp=None)  # type: ignore[arg-type]
    ]


class TestAgreement:
    """What Slack is told to send is what somebody here answers, and nothing is left out."""

    @pytest.mark.parametrize("name", payloads())
    def test_everything_slack_sends_is_answered_once(self, app: App, name: str) -> None:
        assert len(answering(app, payloads()[name])) == 1

    @pytest.mark.parametrize("payload", [{"command": "/nothing"}, {"type": "shortcut", "callback_id": "nothing"}])
    def test_nothing_else_is_answered(self, app: App, payload: dict[str, Any]) -> None:
        assert answering(app, payload) == []

    def test_everything_that_we_show_is_answered_once(self, app: App) -> None:
        assert [name for name, payload in own_payloads().items() if len(answering(app, payload)) != 1] == []

    def test_every_listener_is_reached_by_something(self, app: App) -> None:
        sent = [*payloads().values(), *own_payloads().values()]
        reached = {id(one) for payload in sent for one in matching(app, payload)}

        assert len(reached) == len(app._listeners)

    def test_no_name_is_answered_for_another(self, app: App) -> None:
        """Not for one that has something before it or behind it, nor one in a line of its own."""
        for name, payload in own_payloads().items():
            called = json.dumps(name.partition(" ")[2])
            for odd in ("x{}", "{}x", "{}\\n", "x\\n{}"):
                another = json.dumps(payload).replace(called, f'"{odd.format(called[1:-1])}"')
                assert another != json.dumps(payload)
                assert answering(app, json.loads(another)) == []

    def test_every_event_has_a_subscription(self) -> None:
        assert set(EVENT_SCOPES) == set(routes.EVENTS)

    def test_names_what_the_routes_name(self) -> None:
        assert [one["command"] for one in features()["slash_commands"]] == list(routes.COMMANDS)
        assert [one["callback_id"] for one in features()["shortcuts"]] == list(routes.SHORTCUTS)
        assert settings()["event_subscriptions"]["bot_events"] == subscriptions()
        assert manifest()["oauth_config"]["scopes"]["bot"] == scopes()

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_help_calls_the_message_shortcuts_as_slacks_menu_does(self, language: str) -> None:
        texts = (BOT / "texts" / f"{language}.ftl").read_text(encoding="utf-8")
        in_message_menu = [one["name"] for one in features()["shortcuts"] if one["type"] == "message"]

        assert in_message_menu
        assert [name for name in in_message_menu if not re.search(f"[“«\\s]{name}[”»\\s]", texts)] == []


def matching(app: App, payload: dict[str, Any]) -> Iterator[object]:
    request = BoltRequest(body=payload, mode="socket_mode")
    yield from (one for one in app._listeners if one.matches(req=request, resp=None))  # type: ignore[arg-type]


class TestScopes:
    """The token has the scopes that it needs."""

    @pytest.mark.parametrize("subscription", subscriptions())
    def test_for_every_event(self, subscription: str) -> None:
        assert NEEDED_FOR_EVENTS[subscription] <= set(scopes())

    def test_for_every_call(self) -> None:
        needed = set().union(*(NEEDED_FOR_CALLS[method] for method in called()))

        assert needed <= set(scopes())

    def test_every_call_is_listed_with_its_scope(self) -> None:
        assert set(CALL_SCOPES) == {method for method in called() if NEEDED_FOR_CALLS[method]}
        assert all(scope in NEEDED_FOR_CALLS[method] for method, scope in CALL_SCOPES.items())

    def test_is_asked_for_nothing_more(self) -> None:
        """Administrators read the list before they install."""
        for_events = set().union(*(NEEDED_FOR_EVENTS[one] for one in subscriptions()))
        for_calls = set().union(*(NEEDED_FOR_CALLS[method] for method in called()))

        assert set(scopes()) == for_events | for_calls | {"commands", "users:read.email"}


@cache
def called() -> frozenset[str]:
    """Return the Web API methods that our code calls; the demo's own workspace is no part of it."""
    sources = [path for path in BOT.rglob("*.py") if "demo" not in path.relative_to(BOT).parts]
    nodes = [node for path in sources for node in nodes_of(path)]
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    read = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "self._read"]
    given = [one.args[0].value for one in read if one.args and isinstance(one.args[0], ast.Constant)]
    names |= {str(method).replace(".", "_") for method in given}
    methods = {name.lower().replace("_", "."): name for name in dir(WebClient) if "_" in name and name[0] != "_"}
    known = {method.lower(): method for method in NEEDED_FOR_CALLS}
    return frozenset(known.get(method, method) for method, name in methods.items() if name in names - {"api_call"})


class TestLimits:
    """Slack refuses a manifest that is longer than it allows: docs.slack.dev/reference/app-manifest."""

    @pytest.mark.parametrize("shortcut", features()["shortcuts"], ids=lambda one: one["name"])
    def test_shortcut(self, shortcut: dict[str, str]) -> None:
        assert 1 <= len(shortcut["name"]) <= 24
        assert 1 <= len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255
        assert shortcut["type"] in {"global", "message"}

    def test_shortcuts_are_few_enough(self) -> None:
        kinds = [one["type"] for one in features()["shortcuts"]]

        assert kinds.count("global") <= 10
        assert kinds.count("message") <= 10

    @pytest.mark.parametrize("command", features()["slash_commands"], ids=lambda one: one["command"])
    def test_command(self, command: dict[str, str]) -> None:
        assert re.fullmatch("/[a-z0-9_-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000

    def test_app(self) -> None:
        display = manifest()["display_information"]

        assert len(display["name"]) <= 35
        assert len(display["description"]) <= 140
        assert re.fullmatch("#[0-9a-f]{6}", display["background_color"])
        assert len(features()["bot_user"]["display_name"]) <= 80

    def test_subscriptions_and_scopes(self) -> None:
        assert len(subscriptions()) <= 100
        assert len(scopes()) <= 255


class TestSettings:
    """The app works as we expect of Slack."""

    def test_needs_no_public_address(self) -> None:
        assert settings()["socket_mode_enabled"] is True
        assert settings()["interactivity"] == {"is_enabled": True}
        assert not any("url" in name for name in names_in(manifest()))

    def test_people_can_write_to_the_bot(self) -> None:
        assert features()["app_home"]["messages_tab_enabled"] is True
        assert features()["app_home"]["messages_tab_read_only_enabled"] is False


def names_in(thing: object) -> set[str]:
    """Return all keys of nested tables."""
    if isinstance(thing, dict):
        return set(thing).union(*(names_in(value) for value in thing.values()))
    return set().union(*(names_in(one) for one in thing)) if isinstance(thing, list) else set()
