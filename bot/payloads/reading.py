"""What did Slack send? Its payload, read and checked once, before Bolt and the listeners see it.

A signed request that is not a Slack payload comes from a stranger who has the secret, a proxy that changed it, or
a Slack that has changed. There is nobody to answer: the request is acknowledged, and logged in one line.
"""

import json
import re
from typing import Any, NoReturn, TypeVar
from urllib.parse import parse_qsl

from pydantic import ValidationError

from bot.payloads.events import EVENTS, SlackEvent
from bot.payloads.kinds import PAYLOADS, Command, Payload
from bot.payloads.things import Shape
from bot.rules.plain_text import storable

DEEPEST = 100
"""Maximum levels of nested lists and objects; Slack's deepest, rich text in a message in an event, has about twenty."""
LARGEST = 2**63
"""Numbers from this one on fit into no column."""
UNNAMED = re.compile("[^a-zA-Z0-9_-]")
"""Characters that no name in Slack's payloads has, and that should not get into a log."""
LONGEST_NAME = 40
"""Maximum characters of a name in a payload that are logged."""

AnyShape = TypeVar("AnyShape", bound=Shape)


class UnreadablePayload(Exception):
    """This is not a Slack payload; the message says what is wrong, without quoting any of its contents."""


def read_body(raw: bytes, content_type: str) -> dict[str, Any]:
    """Return the payload in a request's body; raise `UnreadablePayload` if there is none."""
    try:
        text = raw.decode()
        return read_payload(_parsed(text, content_type))
    except UnicodeDecodeError:
        raise UnreadablePayload("it is not UTF-8") from None
    except (ValueError, RecursionError):  # Not JSON, a number of thousands of digits, or lists nested too deeply.
        raise UnreadablePayload("it is not JSON that can be read") from None


def _parsed(text: str, content_type: str) -> Any:
    """Return the contents of the body, in any of Slack's three formats: JSON, JSON in a form, and a form."""
    if content_type.split(";", maxsplit=1)[0].strip().lower() == "application/json" or text.startswith("{"):
        return _json(text)
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=1000))
    return _json(fields["payload"]) if "payload" in fields else fields


def _json(text: str) -> Any:
    return json.loads(text, parse_constant=_no_number)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def read_payload(payload: Any) -> dict[str, Any]:
    """Return the payload with its texts cleaned; raise `UnreadablePayload` if it cannot come from Slack."""
    if not isinstance(payload, dict):
        raise UnreadablePayload("it is not an object")
    cleaned: dict[str, Any] = _cleaned(payload, 1)
    kind = _check(Payload, cleaned).type
    if kind is not None:
        _check(PAYLOADS.get(kind, Payload), cleaned)
    elif "command" in cleaned:
        _check(Command, cleaned)
    if "event" in cleaned:
        event = cleaned["event"]
        _check(EVENTS.get(_check(SlackEvent, event).type, SlackEvent), event)
    return cleaned


def _cleaned(value: Any, depth: int) -> Any:
    """Return the value with characters that cannot be stored replaced by U+FFFD in all its texts.

    Raises `UnreadablePayload` for a number that is too large, or for too many levels.
    """
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, int | float) and abs(value) >= LARGEST:
        raise UnreadablePayload("a number in it is too large")
    if depth > DEEPEST:
        raise UnreadablePayload("it is too deep")
    if isinstance(value, list):
        return [_cleaned(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {_cleaned(key, depth + 1): _cleaned(one, depth + 1) for key, one in value.items()}
    return value


def _check(shape: type[AnyShape], value: Any) -> AnyShape:
    """Return the value as this shape; raise `UnreadablePayload` with the first field that does not fit."""
    try:
        return shape.model_validate(value)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(UNNAMED.sub("?", str(part))[:LONGEST_NAME] for part in first["loc"])
        raise UnreadablePayload(f"{shape.__name__}: {where}: {first['type']}") from None
