"""What a message says by its text alone: phones, notifications and screen readers show nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.facts.incident import IncidentFacts
from bot.kinds import KINDS
from bot.messages import faq, menu
from bot.messages.blocks import buttons, message, paragraph, quotation, small_print
from bot.messages.text_alone import ACTS, TEXT_LIMIT, for_text_alone
from bot.policy import Policy
from bot.rules.deadlines import deadline_of, deadlines_by_severity
from bot.texts.catalogue import LANGUAGES, Words
from bot.texts.message import Message, without_buttons
from bot.texts.slack_text import shown
from models.vocabulary import AFTER_CLOSING, ASSIGNED, GIVEN_BACK, SCOPE, SOLUTION, SPLIT, UNREACHABLE, WAITING, Kind
from tests.messages.offer_with import offers_with
from tests.messages.parameters import can_say, parameters
from tests.messages.rendered import rendered

NOW = datetime(2026, 11, 27, 9, 7, tzinfo=UTC)
TYPED = "The queue on mail-2 is full & nobody can send"
OF_NO_INCIDENT = {
    *(Kind.CLAIM_MADE, Kind.CLAIM_APPROVED, Kind.CLAIM_REFUSED, Kind.CLAIM_TOLD_OWNER, Kind.CLAIM_DECIDED),
    *(Kind.CLAIM_APPROVED_TO_MANAGERS, Kind.CLAIM_REFUSED_TO_MANAGERS, Kind.TROUBLE_NOTICE),
    *(Kind.LOW_BALANCE, Kind.EXPIRY_NOTICE, Kind.CERTIFICATE_NOTICE),
    *(Kind.COUNTER, Kind.REFRESH_COUNTER, Kind.REMOVE_COUNTER),
    *(Kind.ANSWER, Kind.OFFER, Kind.REFRESH_OFFER, Kind.REMOVE_OFFER),
}
COPIES = {
    Kind.REMARK_TO_TRIAGE,
    Kind.REFRESH_REMARK,
    Kind.REPLY_TO_CUSTOMER,
    Kind.REPLY_NOTED,
    Kind.BUTTONS_GONE,
}
"""What is copied, or was posted before, says what it said."""
DUE = {
    *(Kind.CUSTOMER_CARD, Kind.TRIAGE_CARD, Kind.REFRESH_CUSTOMER_CARD, Kind.REFRESH_TRIAGE_CARD),
    *(Kind.WARNING, Kind.BREACH, Kind.BREACH_NOTICE, Kind.SCHEDULE_FALLBACK),
}
"""What somebody must act on by an instant, or is too late for."""

CALLING = {
    *(Kind.WARNING, Kind.BREACH, Kind.ESCALATION, Kind.BREACH_NOTICE, Kind.ESCALATION_NOTICE, Kind.TALK_NOTICE),
    *(Kind.UPDATE_WANTED, Kind.UPDATE_NOTICE, Kind.WAITING_REMINDER, Kind.WAITING_OVER, WAITING.customer),
    *(ASSIGNED.triage, GIVEN_BACK.triage, Kind.MOVED_TO_TRIAGE, AFTER_CLOSING.customer, AFTER_CLOSING.triage),
    *(SCOPE.customer, SCOPE.triage, SPLIT.customer, SOLUTION.customer, UNREACHABLE.customer),
    *(Kind.VERDICT_WANTED, Kind.SURVEY_WANTED, Kind.SURVEY_REMINDER),
}
"""What asks somebody to do something."""


@pytest.fixture
def waiting(policy: Policy) -> IncidentFacts:
    """An incident that waits for its initial response."""
    terms = policy.terms(severity="A", cover="business", filed_at=NOW)
    return IncidentFacts(
        number=1, title="Mail is down", description=TYPED, product=None, severity="A", cover="business", contacts="",
        status="open", opened_by="U0ALICE", opened_in="C0ACME", opened_at=NOW, terms=terms,
        promised_at=deadline_of(terms, NOW), acknowledged_by=None, acknowledged_how=None, margin=None,
    )  # fmt: skip


def told(kind: str, facts: IncidentFacts, words: Words) -> list[Message]:
    """Return the messages of a kind, whatever it is made of."""
    if not can_say(kind, facts):
        ended = {"status": "closed", "outcome": "unresolved", "margin": timedelta(minutes=3)}
        who = {"acknowledged_by": "U0THEO", "acknowledged_how": "button", "assigned_to": "U0THEO"}
        facts = replace(facts, **ended, **who)  # type: ignore[arg-type] # different fields
    made = parameters(kind, TYPED)
    return [rendered(kind, facts, words=words, now=NOW, parameters=one, typed=TYPED) for one in made]


def labels(shown_message: Message) -> list[str]:
    """Return what can be pressed or chosen."""
    elements = [one for block in shown_message.blocks if block["type"] == "actions" for one in block["elements"]]
    return [(one.get("text") or one["placeholder"])["text"] for one in elements]


def quoted(shown_message: Message) -> list[str]:
    """Return what somebody typed, as it begins."""
    texts = [block.get("text") or {} for block in shown_message.blocks if block["type"] == "section"]
    return [shown(one["text"], 1000) for one in texts if one.get("type") == "plain_text"]


class TestEveryKind:
    """The text alone says what the message is about, until when, and what to do."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_says_it(self, waiting: IncidentFacts, language: str) -> None:
        words = Words(language, "Europe/Paris", slack_dates=False)
        for kind in KINDS:
            for one in told(kind, waiting, words):
                assert one.text.strip(), kind
                assert len(one.text) < 4000, kind
                assert [label for label in labels(one) if label not in one.text] == [], kind
                assert [text for text in quoted(one) if text not in one.text] == [], kind
                assert "INC-1" in one.text or kind in OF_NO_INCIDENT | COPIES, kind
                if kind in DUE:
                    assert words.plain_moment(waiting.deadline) in one.text, kind

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_says_until_when(self, waiting: IncidentFacts, language: str) -> None:
        """Of everything that names an instant, and of an offer each deadline that it shows."""
        words = Words(language, "Europe/Paris", slack_dates=False)
        kinds = set()
        for kind in KINDS:
            for given, one in zip(parameters(kind, TYPED), told(kind, waiting, words), strict=True):
                if given.get("until"):
                    kinds.add(kind)
                    assert words.plain_moment(datetime.fromisoformat(given["until"])) in one.text, kind
        assert kinds >= {Kind.UNREACHABLE_TO_CUSTOMER, Kind.AFTER_CLOSING_TO_CUSTOMER, Kind.UPDATE_SNOOZED}
        for offered in offers_with(TYPED):
            if offered.incident is None and not offered.must_choose:
                text = rendered(Kind.OFFER, None, words=words, now=NOW, parameters={"again": False}, offer=offered).text
                every = deadlines_by_severity(offered.terms, NOW).values()
                due = [deadline_of(offered.terms, NOW)] if offered.severity else every
                assert [one for one in due if words.plain_moment(one) not in text] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_names_the_problem_where_somebody_is_to_act(self, waiting: IncidentFacts, language: str) -> None:
        """A phone shows no card beside it, and nobody knows their incidents by number."""
        words = Words(language, "Europe/Paris", slack_dates=False)
        for kind in CALLING:
            for one in told(kind, waiting, words):
                assert waiting.title in one.text.split("\n")[0], kind

    def test_of_a_card_begins_with_what_a_phone_shows(self, waiting: IncidentFacts) -> None:
        [card] = told(Kind.TRIAGE_CARD, waiting, Words("en", "Europe/Paris", slack_dates=False))
        first, second, *_ = card.text.split("\n")
        assert first == "INC-1 (A) Mail is down: initial response due by Fri 27 Nov 2026, 12:07 CET"
        assert second.startswith("→ Acknowledge · Reply to customer · ")

    def test_of_a_solution_carries_the_solution(self, waiting: IncidentFacts) -> None:
        [solution, *_] = [one for name in KINDS if name.startswith("solution") for one in told(name, waiting, WORDS)]
        assert "INC-1" in solution.text.split("\n")[0]
        assert "The queue on mail-2 is full &amp; nobody can send" in solution.text


WORDS = Words("en", "Europe/Paris", slack_dates=False)


class TestText:
    """How a text is made of its blocks."""

    def made(self, text: str, *blocks: Any) -> Message:
        return for_text_alone(message(text, [paragraph(text), *blocks]))

    def test_says_nothing_twice(self) -> None:
        row = buttons(("Yes", "yes"), ("No", "no"), value="1")
        once = self.made("Shall it?", quotation("a\n b"), row, small_print("small"))
        assert once.text == "Shall it?\n→ Yes · No\na b\nsmall"
        assert for_text_alone(once).text == once.text

    def test_does_not_begin_a_paragraph_with_what_is_told(self) -> None:
        once = for_text_alone(message("Shall it? Now.", [paragraph("Shall it?\nIt costs a lot.\nShall it?")]))
        assert once.text == "Shall it? Now.\nIt costs a lot.\nShall it?"

    def test_no_longer_offers_what_is_gone(self) -> None:
        once = self.made("Shall it?", buttons(("Yes", "yes"), ("No", "no"), value="1"))
        assert for_text_alone(without_buttons(once, ["no"])).text == "Shall it?\n→ Yes"
        assert ACTS not in for_text_alone(without_buttons(once)).text

    def test_is_cut_between_lines(self) -> None:
        long = self.made("Shall it?", *[quotation(f"{number} " + "x" * 995) for number in range(9)])
        assert [line[0] for line in long.text.split("\n")] == ["S", "0", "1", "2"]
        assert len(long.text) <= TEXT_LIMIT

    def test_names_what_can_be_chosen(self, policy: Policy) -> None:
        assert "→ Choose a question" in for_text_alone(faq.questions(policy, words=WORDS)).text
        assert "→ File an incident · Our incidents · Packs · Questions" in for_text_alone(menu.menu(words=WORDS)).text
