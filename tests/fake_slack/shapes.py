"""Small rules from which the shapes of Block Kit objects are put together.

A rule is given a value and where it stands, and yields one sentence per thing that is wrong.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]


def at(words: str, path: str) -> str:
    """Say what is wrong and where, as Slack words it in `response_metadata.messages`."""
    return f"{words} [json-pointer:{path}]"


def units(value: str) -> int:
    """Return the length in UTF-16 code units: Slack does not say how it counts, and no reading counts more."""
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def escaped_units(value: str) -> int:
    """Return the length in UTF-16 code units of a plain text as it is stored: `&` as `&amp;`."""
    return units(html.escape(value, quote=False))


def string(
    most: int, *, least: int = 1, pattern: str = "", like: str = "", measure: Callable[[str], int] = units
) -> Rule:
    """Return the rule of a string of `least` to `most` characters that matches the pattern."""

    def rule(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield at("must provide a string", path)
        elif len(value) < least:
            yield at(f"must be more than {least - 1} characters", path)
        elif measure(value) > most:
            yield at(f"must be less than {most + 1} characters", path)
        elif pattern and not re.fullmatch(pattern, value):
            yield at(f"must look like {like or pattern}", path)

    return rule


def text(most: int, *kinds: str) -> Rule:
    """Return the rule of a text object (composition-objects/text-object) of one of these kinds."""
    rules = {"plain_text": string(most, measure=escaped_units), "mrkdwn": string(most)}

    def rule(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield at("must provide an object", path)
            return
        if value.get("type") not in kinds:
            yield at(f"must be a text object of type {' or '.join(kinds)}", f"{path}/type")
        own = "emoji" if value.get("type") == "plain_text" else "verbatim"
        yield from unknown_keys(value, {"type", "text", own}, path)
        if not isinstance(value.get(own, True), bool):
            yield at("must provide a boolean", f"{path}/{own}")
        yield from rules.get(value.get("type"), rules["mrkdwn"])(value.get("text"), f"{path}/text")

    return rule


def plain(most: int) -> Rule:
    """Return the rule of a `plain_text` object."""
    return text(most, "plain_text")


def any_text(most: int) -> Rule:
    """Return the rule of a text object of either kind."""
    return text(most, "plain_text", "mrkdwn")


def flag(value: Any, path: str) -> Iterator[str]:
    """Refuse what is neither true nor false."""
    if not isinstance(value, bool):
        yield at("must provide a boolean", path)


def whole(least: int, most: int) -> Rule:
    """Return the rule of a whole number in [least, most]."""

    def rule(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield at("must provide an integer", path)
        elif not least <= value <= most:
            yield at(f"must be between {least} and {most}", path)

    return rule


def one_of(*values: str) -> Rule:
    """Return the rule of a string that is one of these."""

    def rule(value: Any, path: str) -> Iterator[str]:
        if value not in values:
            yield at(f"must be one of {', '.join(values)}", path)

    return rule


def anything(_value: Any, _path: str) -> Iterator[str]:
    """Accept what only the SDK's own classes check."""
    yield from ()


def list_of(rule: Rule, *, least: int = 1, most: int) -> Rule:
    """Return the rule of an array of `least` to `most` items that each keep the rule."""

    def whole_list(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield at("must provide an array", path)
            return
        if len(value) < least:
            yield at(f"no fewer than {least} items allowed", path)
        if len(value) > most:
            yield at(f"no more than {most} items allowed", path)
        for position, item in enumerate(value):
            yield from rule(item, f"{path}/{position}")

    return whole_list


def unknown_keys(value: Mapping[str, Any], known: set[str], path: str) -> Iterator[str]:
    """Refuse keys Slack does not know: a typo must not pass."""
    for key in sorted(set(value) - known):
        yield at(f"invalid additional property: {key}", path)


@dataclass(frozen=True)
class Shape:
    """The rule of an object: its fields, those that must be there, and what must fit together."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    checks: tuple[Rule, ...] = field(default=())

    def __call__(self, value: Any, path: str) -> Iterator[str]:
        """Yield what is wrong with the object; what must fit together is looked at last."""
        if not isinstance(value, dict):
            yield at("must provide an object", path)
            return
        wrong = [*self._fields_of(value, path)]
        yield from wrong
        if not wrong:
            for check in self.checks:
                yield from check(value, path)

    def _fields_of(self, value: dict[str, Any], path: str) -> Iterator[str]:
        yield from unknown_keys(value, set(self.fields), path)
        for name in self.required:
            if name not in value:
                yield at(f"missing required field: {name}", path)
        for name, rule in self.fields.items():
            if name in value:
                yield from rule(value[name], f"{path}/{name}")


def typed(table: Mapping[str, Rule], *allowed: str) -> Rule:
    """Return the rule of an object whose `type` picks its shape from the table."""

    def rule(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield at("must provide an object", path)
        elif value.get("type") not in table or (allowed and value["type"] not in allowed):
            yield at(f"unsupported type: {value.get('type')}", f"{path}/type")
        else:
            yield from table[value["type"]]({key: value[key] for key in value if key != "type"}, path)

    return rule
