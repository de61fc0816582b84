"""The form that *More…* opens: everything this person can do to the incident now."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, get_args

from slack_sdk.models.blocks import Option, OptionGroup, StaticSelectElement

from bot.forms.fields import about_incident, asked, chosen, one_of
from bot.forms.values import values_of
from bot.rules.statuses import ACTS, Act
from bot.texts.catalogue import Words

CALLBACK = "act_menu"


def view(number: int, acts: Sequence[Act], *, words: Words) -> dict[str, Any]:
    """Return the form with these acts, in the order of `ACTS`, in a select that can be searched by typing."""
    groups = [
        OptionGroup(
            label=words(f"acts-{group}"),
            options=[Option(value=act, text=words(f"act-{act}")) for act in members],
        )
        for group, members in groupby(acts, key=lambda act: ACTS[act].group)
    ]
    element = StaticSelectElement(placeholder=words("placeholder-choose"), option_groups=groups)
    return about_incident(
        CALLBACK, number, [asked("act", element, words)], title="acts-title", submit="admin-next", words=words
    )


def read(submitted: dict[str, Any]) -> Act:
    """Return the act that was chosen; raise `NotChosen` at its field."""
    act: Act = one_of(get_args(Act), chosen(values_of(submitted), "act"), "act")
    return act
