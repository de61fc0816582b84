"""The form of *More…* in both languages: grouped, within Slack's limits, and no act twice."""

from typing import Any

import pytest

from bot.forms import act_menu
from bot.forms.fields import OPTION_LIMIT, NotChosen
from bot.rules.statuses import ACTS, Act
from bot.texts.catalogue import LANGUAGES, Words


def groups(acts: list[Act], language: str = "en") -> dict[str, dict[str, str]]:
    """Return what is offered: for each heading, the text of each act."""
    words = Words(language, "Europe/Paris")
    (element,) = (block["element"] for block in act_menu.view(42, acts, words=words)["blocks"] if "element" in block)
    return {
        group["label"]["text"]: {option["value"]: option["text"]["text"] for option in group["options"]}
        for group in element["option_groups"]
    }


def sent(act: str) -> dict[str, Any]:
    """Return the form as Slack sends it with this act chosen."""
    return {"state": {"values": {"act": {"act": {"selected_option": {"value": act}}}}}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_offers_every_act_once_under_its_heading(language: str) -> None:
    offered = groups(list(ACTS), language)
    assert [act for options in offered.values() for act in options] == list(ACTS)
    texts = [text for options in offered.values() for text in options.values()]
    assert len(texts) == len(set(texts))
    assert max(map(len, [*texts, *offered])) <= OPTION_LIMIT


def test_has_no_heading_without_an_act() -> None:
    assert groups(["reply_to_customer", "reopen"]) == {
        "Answer the customer": {"reply_to_customer": "Reply to the customer"},
        "Close it, and what follows": {"reopen": "Reopen"},
    }


def test_acts_of_one_group_follow_one_another() -> None:
    """A second heading of the same name would appear."""
    headings = [rule.group for rule in ACTS.values()]
    assert headings == sorted(headings, key=headings.index)


def test_what_was_chosen_is_read() -> None:
    assert act_menu.read(sent("assign")) == "assign"


def test_what_is_no_act_is_refused() -> None:
    with pytest.raises(NotChosen):
        act_menu.read(sent("delete_everything"))
