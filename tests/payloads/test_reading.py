"""How the body of a request is read, and what is not a payload of Slack's."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.payloads.reading import DEEPEST, UnreadablePayload, read_body, read_payload

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMAND = {"command": "/incident", "text": "help", "user_id": "U1", "channel_id": "C1", "trigger_id": "1.2.a"}
MESSAGE = {"type": "message", "channel": "C1", "user": "U1", "text": "Hello", "ts": "1795420800.000100"}
EVENT = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": MESSAGE}
ITEM = {"type": "message", "channel": "C1", "ts": "1795420800.000100"}
REACTION = {"type": "reaction_added", "user": "U1", "reaction": "eyes", "item": ITEM, "event_ts": "1795420801.000100"}
GONE = object()


def event(**changed: Any) -> dict[str, Any]:
    """Return a message event with these fields changed; GONE removes a field."""
    return EVENT | {"event": {key: value for key, value in (MESSAGE | changed).items() if value is not GONE}}


class TestBodies:
    """Slack sends JSON, JSON in a form, or a form."""

    @pytest.mark.parametrize(
        ("body", "content_type", "expected"),
        [
            (json.dumps(EVENT), JSON, EVENT),
            (json.dumps(EVENT), "application/json; charset=utf-8", EVENT),
            (json.dumps(EVENT), "", EVENT),
            (urlencode({"payload": json.dumps(EVENT)}), FORM, EVENT),
            (urlencode(COMMAND), FORM, COMMAND),
            (urlencode(COMMAND | {"text": ""}), FORM, COMMAND | {"text": ""}),
            ("ssl_check=1&token=x", FORM, {"ssl_check": "1", "token": "x"}),
            ("", FORM, {}),
        ],
    )
    def test_are_read(self, body: str, content_type: str, expected: dict[str, Any]) -> None:
        assert read_body(body.encode(), content_type) == expected

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (b"[]", "it is not an object"),
            (b"null", "it is not an object"),
            (b"1", "it is not an object"),
            (b'"{}"', "it is not an object"),
            (b"{", "it is not JSON that can be read"),
            (b"", "it is not JSON that can be read"),
            (b"[" * 100_000, "it is not JSON that can be read"),
            (b'{"a": ' * 100_000, "it is not JSON that can be read"),
            (b'{"a": ' * DEEPEST + b"[]" + b"}" * DEEPEST, "it is too deep"),
            (b'{"type": "url_verification", "challenge": ' + b"9" * 5000 + b"}", "it is not JSON that can be read"),
            (b'{"event_time": 9223372036854775808}', "a number in it is too large"),
            (b'{"event_time": -1e400}', "a number in it is too large"),
            (b'{"event_time": NaN}', "it is not JSON that can be read"),
            (b'{"event_time": Infinity}', "it is not JSON that can be read"),
            (b'{"text": "\xff"}', "it is not UTF-8"),
            (b"\xff\xfe{\x00}\x00", "it is not UTF-8"),
        ],
    )
    def test_that_are_none_are_refused(self, body: bytes, reason: str) -> None:
        with pytest.raises(UnreadablePayload, match=f"^{reason}$"):
            read_body(body, JSON)

    @pytest.mark.parametrize("payload", ["[]", "null", "{", "nonsense", "", "%ff", "[" * 100_000])
    def test_with_something_else_in_the_form_are_refused(self, payload: str) -> None:
        with pytest.raises(UnreadablePayload):
            read_body(f"payload={payload}".encode(), FORM)

    def test_of_a_million_fields_are_refused(self) -> None:
        with pytest.raises(UnreadablePayload):
            read_body(b"&a=1" * 1_000_000, FORM)


class TestTexts:
    """Characters that cannot be stored are replaced, wherever they are; everything else stays as it is."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a\udfffb", "a\ufffdb"),
            ("a\ud83d", "a\ufffd"),
            ("a\0b", "a\ufffdb"),
            ("\U0001f600 é \u202e \t\n", "\U0001f600 é \u202e \t\n"),
        ],
    )
    def test_are_cleaned(self, text: str, expected: str) -> None:
        assert read_body(json.dumps(event(text=text)).encode(), JSON)["event"]["text"] == expected
        assert read_payload(EVENT | {"x": [{text: [text]}]})["x"] == [{expected: [expected]}]

    def test_that_are_no_utf8_in_a_command_are_replaced(self) -> None:
        body = urlencode(COMMAND).replace("help", "list+%ff%00")
        assert read_body(body.encode(), FORM)["text"] == "list \ufffd\ufffd"


class TestShapes:
    """What is missing, or is something else than Slack sends, is named without showing its value."""

    @pytest.mark.parametrize(
        ("payload", "reason"),
        [
            (COMMAND | {"user_id": "s3kr1t words"}, "Payload: user_id"),
            ({"command": "/incident"}, "Command: user_id: missing"),
            ({"type": "url_verification"}, "UrlVerification: challenge: missing"),
            ({"type": "url_verification", "challenge": 7}, "UrlVerification: challenge: string_type"),
            ({"type": "url_verification", "challenge": "x" * 10_000}, "UrlVerification: challenge: string_too_long"),
            ({"type": ["view_submission"]}, "Payload: type: string_type"),
            (EVENT | {"event": []}, "Payload: event: dict_type"),
            (EVENT | {"event": None}, "EventCallback: event: dict_type"),
            (EVENT | {"authorizations": [7]}, "Payload: authorizations.0: model_type"),
            (event(ts=GONE), "MessageEvent: ts: missing"),
            (event(ts=1795420800.0001), "MessageEvent: ts: string_type"),
            (event(ts="9" * 400), "MessageEvent: ts: string_pattern_mismatch"),
            (event(thread_ts="yesterday"), "MessageEvent: thread_ts: string_pattern_mismatch"),
            (event(text={"s3kr1t": 1}), "MessageEvent: text: string_type"),
            (event(files={}), "MessageEvent: files: list_type"),
            (event(files=["F1"]), "MessageEvent: files.0: model_type"),
            (event(subtype="message_changed"), "MessageEvent: message: missing"),
            (event(subtype="message_changed", message=[]), "MessageEvent: message: model_type"),
            (event(subtype="message_changed", message={}), "MessageEvent: message.ts: missing"),
            (event(subtype="message_deleted"), "MessageEvent: deleted_ts: missing"),
            (EVENT | {"event": {"type": "member_joined_channel", "user": "U1"}}, "MembershipEvent: channel: missing"),
            (EVENT | {"event": {"type": "user_change", "user": "U1"}}, "UserChange: user: model_type"),
            (EVENT | {"event": REACTION | {"item": {"type": "message"}}}, "ReactionEvent: item: value_error"),
            (
                {"type": "block_actions", "user": {"id": "U1"}, "trigger_id": "1", "actions": []},
                "BlockActions: actions",
            ),
            ({"type": "view_submission", "user": {"id": "U1"}}, "FormSent: view: missing"),
            ({"type": "view_submission", "user": "U1", "view": {}}, "FormSent: user: model_type"),
            ({"type": "message_action", "callback_id": "x"}, "MessageShortcutChosen: user: missing"),
        ],
    )
    def test_that_are_not_slacks_are_refused(self, payload: dict[str, Any], reason: str) -> None:
        with pytest.raises(UnreadablePayload) as refused:
            read_payload(payload)
        assert str(refused.value).startswith(reason)
        assert "s3kr1t" not in str(refused.value)

    @pytest.mark.parametrize(
        "payload",
        [
            event(user=None, bot_id="B1", subtype="bot_message", text=None),
            event(text=GONE, files=[{"id": "F1", "mode": "tombstone", "name": None}], subtype="file_share"),
            event(subtype="message_replied", message={"ts": "1.2", "reply_count": 1}),
            event(thread_ts=None, edited=None, blocks=[{"type": "rich_text", "elements": [{}]}]),
            EVENT | {"event": REACTION},
            EVENT | {"event": REACTION | {"item": {"type": "file", "file": "F1"}}},
            EVENT | {"event": {"type": "team_join", "user": {"id": "U1"}}},
            EVENT | {"event": {"type": "channel_rename", "channel": {"id": "C1", "name": "x"}}},
            EVENT | {"authorizations": [{"enterprise_id": None, "team_id": "T1"}], "is_ext_shared_channel": True},
            {
                "type": "block_actions",
                "user": {"id": "U1"},
                "trigger_id": "1",
                "actions": [{"type": "button", "action_id": "a", "action_ts": "1795420801"}],
            },
            {
                "type": "block_actions",
                "user": {"id": "U1"},
                "container": {"type": "message", "channel_id": "", "is_ephemeral": False},
                "channel": {"id": "", "name": ""},
                "trigger_id": "1",
                "actions": [{"type": "button", "action_id": "a", "action_ts": "1795420801.5"}],
            },
            {"type": "app_rate_limited", "minute_rate_limited": 1518467820},
            {"type": "something_new", "whatever": [1, None, {"a": 1.5}]},
        ],
    )
    def test_that_are_slacks_pass_unchanged(self, payload: dict[str, Any]) -> None:
        assert read_payload(payload) == payload

    def test_names_of_a_strangers_making_cannot_forge_a_log_entry(self) -> None:
        view = {"id": "V1", "type": "modal", "callback_id": "x", "private_metadata": "", "hash": "1", "blocks": []}
        state = {"values": {"a\nERROR root: forged": []}}
        with pytest.raises(
            UnreadablePayload, match=r"^FormSent: view\.state\.values\.a\?ERROR\?root\?\?forged: dict_type$"
        ):
            read_payload({"type": "view_submission", "user": {"id": "U1"}, "view": view | {"state": state}})
