"""The offer to file a message: what would be filed, when it would be answered at the latest, and what it would cost."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    Option,
    SectionBlock,
    StaticSelectElement,
)

from bot.facts.incident import IncidentFacts
from bot.facts.offer import OfferFacts
from bot.messages.blocks import labelled, message, one_paragraph, paragraph, quotation, small_print
from bot.messages.similar import choice_label, line
from bot.rules.deadlines import deadline_of, deadlines_by_severity
from bot.rules.markup import unformatted
from bot.rules.numbers import written
from bot.rules.packs import masked
from bot.rules.plain_text import one_line
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown
from models.vocabulary import SeverityLetter

FORM, FILE_NOW, TAKE_BACK, ACCOUNT = "offer_form", "offer_file", "offer_take_back", "offer_account"
JOIN, REOPEN = "offer_join", "offer_reopen"
"""Action ids."""
CARRIED = 2
"""How many numbers the buttons *Join* and *Reopen* carry: that of the offer and that of the incident."""
SEVERITIES: dict[str, SeverityLetter] = {f"offer_severity_{letter}": letter for letter in ("A", "B", "C")}
"""The severity that each button chooses."""
DESCRIPTION_SHOWN = 1000
"""Maximum characters shown of a description."""
NAME_LIMIT = 75
"""Maximum characters of an option."""


def offer(facts: OfferFacts, *, words: Words, now: datetime, is_again: bool = False) -> Message:
    """Return the offer in its present state; once it is used, a message with the link to the incident's card."""
    if facts.incident is not None:
        name = "offer-joined" if facts.is_joined else "offer-filed"
        filed = words(name, incident=words.named(facts.incident), who=_who(facts.author))
        return message(filed, [paragraph(filed)])
    question = words(*_question(facts), who=_who(facts.author), by=_who(facts.offered_by), title=shown(facts.title))
    parts = [words("offer-again")] if is_again else []
    what = _chosen(facts, words, now) if facts.severity else _promises(facts, words, now)
    again = _asked_again(facts, words)
    blocks: list[Block] = [paragraph("\n".join([*parts, question])), *_quoted(facts), *_similar(facts, words, now)]
    by_mention = [words("offer-by_mention")] if facts.in_card_thread else []
    text = " ".join([*parts, question, *again, *(one for one in [_next(facts, words, now), *by_mention] if one)])
    return message(text, [*blocks, *what, *map(small_print, by_mention), *_buttons(facts, words)])


def taken_back(*, in_thread: bool, emoji: str, words: Words) -> Message:
    """Return the message saying that the offer was withdrawn, and how to get it back."""
    return one_paragraph(words("offer-taken_back", in_thread="yes" if in_thread else "no", emoji=f":{emoji}:"))


def not_understood(severity: SeverityLetter | None, similar: Sequence[int], *, words: Words) -> Message:
    """Return the message saying which answers count for an offer with this severity that shows these incidents."""
    return one_paragraph(words("offer-not_understood", severity=severity or "none", **_same(similar)))


def chosen_already(severity: SeverityLetter, similar: Sequence[int], *, words: Words) -> Message:
    """Return the message saying that the offer, which shows these incidents, has this severity, and how to file it."""
    return one_paragraph(words("offer-chosen_already", severity=severity, **_same(similar)))


def _same(similar: Sequence[int]) -> dict[str, str]:
    """Return the variables for whether an offer shows incidents, and the number of one as an example."""
    return {"is_same": "yes", "example": written(similar[0])} if similar else {"is_same": "no", "example": ""}


def others_wrote(
    answer: str, severity: SeverityLetter | None, *, is_known: bool, is_same: bool, words: Words
) -> Message:
    """Return the message saying that a bare word may be meant for others, and which answer counts.

    `answer` is "yes", "no" or the letter of a severity; `is_known` is whether others are known to have written.
    """
    if answer == "yes":
        answer = ("anyway" if is_same else "yes") + ("" if severity else "_severity")
    return one_paragraph(words("offer-others", answer=answer, is_known="yes" if is_known else "no"))


def older_open(newest: str, *, incident: int | None, title: str, words: Words) -> Message:
    """Return the message saying what became of the newest offer, and that an older one can be used by its buttons.

    `newest` is "used" or "joined", with the number of the incident, or "taken_back"; `title` is that of the older one.
    """
    named = words.named(incident) if incident else ""
    return one_paragraph(words("offer-older", became=newest, incident=named, title=shown(title)))


def edited_later(number: int, *, is_joined: bool, can_edit: bool, words: Words) -> Message:
    """Return the message saying that a message was edited after it was filed as an incident, or added to one.

    `can_edit` is True if the incident can still be edited by its button.
    """
    joined, edit = ("yes" if one else "no" for one in (is_joined, can_edit and not is_joined))
    return one_paragraph(words("offer-edited", incident=words.named(number), is_joined=joined, can_edit=edit))


def _question(facts: OfferFacts) -> tuple[str]:
    if facts.offered_by != facts.author:
        return ("offer-for_author",)
    return ("offer-chosen" if facts.severity else "offer-question",)


def _quoted(facts: OfferFacts) -> list[Block]:
    """Return the part of the description that does not repeat the title, which the question names already."""
    first, _, rest = facts.description.strip().partition("\n")
    more = rest if one_line(unformatted(first)) == facts.title else facts.description
    return [quotation(more.strip(), limit=DESCRIPTION_SHOWN)] if more.strip() else []


def _asked_again(facts: OfferFacts, words: Words) -> list[str]:
    """Return the question whether the problem is that of a similar incident; an empty list if there is none."""
    if not facts.similar:
        return []
    first, names = facts.similar[0], words.named(*(one.number for one in facts.similar))
    example = written(first.number)
    is_closed = "yes" if first.outcome else "no"
    count = len(facts.similar)
    return [words("offer-similar", count=count, incidents=names, is_closed=is_closed, example=example)]


def _similar(facts: OfferFacts, words: Words, now: datetime) -> list[Block]:
    """Return the similar incidents, each with its button; only by number where people of other accounts read along."""
    asked = [paragraph(one) for one in _asked_again(facts, words)]
    return [*asked, *(_choice(one, facts, words=words, now=now) for one in facts.similar)]


def _choice(incident: IncidentFacts, facts: OfferFacts, *, words: Words, now: datetime) -> Block:
    text = line(incident, words=words, now=now) if facts.shows_account else f"*{written(incident.number)}*"
    button = ButtonElement(
        text=choice_label(incident, words=words),
        action_id=REOPEN if incident.outcome else JOIN,
        value=f"{facts.number} {incident.number}",
    )
    return SectionBlock(text=MarkdownTextObject(text=text), accessory=button)


def _promises(facts: OfferFacts, words: Words, now: datetime) -> list[Block]:
    lines = [
        words("offer-promise", severity=words(f"severity-{letter}"), deadline=words.moment(deadline))
        for letter, deadline in deadlines_by_severity(facts.terms, now).items()
    ]
    return [paragraph("\n".join(lines)), small_print(_cost_and_how(facts, words))]


def _cost_and_how(facts: OfferFacts, words: Words) -> str:
    """Return what filing costs and, once the account is chosen, how to choose a severity."""
    how = "offer-how_thread" if facts.in_thread else "offer-how_direct"
    more = [] if facts.must_choose else [words(how, is_same=_is_same(facts))]
    return " ".join([_cost(facts, words), *more])


def _chosen(facts: OfferFacts, words: Words, now: datetime) -> list[Block]:
    severity = facts.terms.severity
    return [
        labelled(
            [
                (words("card-severity"), words(f"severity-{severity}")),
                (words("card-deadline"), words.moment(deadline_of(facts.terms, now))),
                (words("card-paid_with"), _cost(facts, words)),
            ]
        ),
        *([] if facts.must_choose else [small_print(words("offer-clock", is_same=_is_same(facts)))]),
    ]


def _next(facts: OfferFacts, words: Words, now: datetime) -> str:
    """Return what can be done next, for people who see only the text of the message."""
    if facts.severity is None:
        return _cost_and_how(facts, words)
    deadline, cost = words.moment(deadline_of(facts.terms, now)), _cost(facts, words)
    text = words("offer-text", severity=facts.severity, deadline=deadline, cost=cost)
    return text if facts.must_choose else f"{text} {words('offer-text_next', is_same=_is_same(facts))}"


def _is_same(facts: OfferFacts) -> str:
    """Return "yes" if similar incidents are shown, as a plain yes then does not file the offer; "no" otherwise."""
    return "yes" if facts.similar else "no"


def _cost(facts: OfferFacts, words: Words) -> str:
    """Return what filing costs; the account and what is left of its pack only where all readers may know them."""
    if facts.must_choose:
        return words("offer-which_account" if facts.choices else "offer-which_account_elsewhere")
    if facts.pack is None:
        name = shown(facts.account or "") if facts.shows_account else ""
        return words("offer-cost_account", account=name) if name else words("offer-cost_alone")
    if not facts.shows_account:
        return words("offer-cost_unit")
    return words(
        "offer-cost_pack",
        account=shown(facts.account or ""),
        pack=masked(facts.pack.confirmation),
        left=facts.pack.balance.left,
        until=words.calendar_day(facts.pack.expires_on),
    )


def _buttons(facts: OfferFacts, words: Words) -> list[Block]:
    value = str(facts.number)
    if facts.choices:
        return [
            ActionsBlock(
                block_id=f"offer_{value}", elements=[_accounts(facts, words), _button(words, TAKE_BACK, value)]
            )
        ]
    main = [FILE_NOW, FORM] if facts.severity and not facts.must_choose else [FORM]
    letters = [] if facts.must_choose else [one for one, letter in SEVERITIES.items() if letter != facts.severity]
    row = [_button(words, action, value, is_main=action == main[0]) for action in [*main, *letters, TAKE_BACK]]
    if facts.similar and main[0] == FILE_NOW:
        row[0] = ButtonElement(text=words("similar-file"), action_id=FILE_NOW, value=value)
    return [ActionsBlock(block_id=f"offer_{value}", elements=row)]


def _accounts(facts: OfferFacts, words: Words) -> StaticSelectElement:
    options = [Option(value=str(one.id), text=one.name[:NAME_LIMIT]) for one in facts.choices]
    return StaticSelectElement(action_id=ACCOUNT, placeholder=words("placeholder-account"), options=options)


def _button(words: Words, action: str, value: str, *, is_main: bool = False) -> ButtonElement:
    letter = SEVERITIES.get(action)
    text = words("button-offer_severity", severity=letter) if letter else words(f"button-{action}")
    return ButtonElement(text=text, action_id=action, value=value, style="primary" if is_main else None)


def _who(user_id: str) -> str:
    return f"<@{user_id}>"
