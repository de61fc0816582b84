"""Every message in both languages, with the longest facts: Slack's limits hold and user text stays text."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from slack_sdk.models.blocks import Block

from bot.delivery.traits import Route
from bot.facts.incident import AgreedScope, IncidentFacts
from bot.facts.incident_list import IncidentList
from bot.facts.terms_period import TermsPeriodFacts
from bot.kinds import KINDS
from bot.listeners.incident_list import NAMED
from bot.messages import command_answers, menu
from bot.messages.incident_list import LIST_LIMIT, incident_list
from bot.policy import Policy
from bot.rules.deadlines import deadline_of
from bot.rules.incident_list import ListPlace, Page
from bot.texts.catalogue import LANGUAGES, Words
from bot.texts.message import Message
from models.vocabulary import Outcome
from tests.contexts import POLICY
from tests.messages.offer_with import offers_with
from tests.messages.parameters import can_say, parameters
from tests.messages.remark_with import remark_with
from tests.messages.rendered import ABOUT_INCIDENT, rendered

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NASTY = "<!channel> <@U0EVIL> <https://evil.example|your bank> &<>*_~`"
LINK = "<https://files.example/f|"
"""How the link to a file begins that Slack knows; see `tests/messages/parameters.py`."""


@pytest.fixture
def facts(policy: Policy) -> IncidentFacts:
    """An incident with a title and a description of the greatest length, full of markup."""
    return full_of_markup(policy)


def full_of_markup(policy: Policy) -> IncidentFacts:
    """Return that incident."""
    terms = policy.terms(severity="C", cover="24x7", filed_at=NOW)
    return IncidentFacts(
        number=123_456_789,
        title=(NASTY * 10)[:150],
        description=(NASTY * 100)[:3000],
        product=NASTY + "&" * 400,
        severity="C",
        cover="24x7",
        contacts=(NASTY * 100)[:1000],
        status="open",
        opened_by="U0ALICE",
        opened_in="C0ACME",
        opened_at=NOW,
        terms=terms,
        promised_at=NOW + timedelta(hours=8),
        acknowledged_by=None,
        acknowledged_how=None,
        margin=None,
    )


CLOSING = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
"""Friday, 18:00 in Paris."""


def friday(policy: Policy) -> IncidentFacts:
    """Return an incident of severity B (4 business hours), filed on Friday at 16:00 in Paris."""
    filed = CLOSING - timedelta(hours=2)
    terms = policy.terms(severity="B", cover="business", filed_at=filed)
    return IncidentFacts(
        number=1, title="t", description="d", product=None, severity="B", cover="business", contacts="",
        status="open", opened_by="U0ALICE", opened_in="C0ACME", opened_at=filed, terms=terms,
        promised_at=deadline_of(terms, filed), acknowledged_by=None, acknowledged_how=None, margin=None,
    )  # fmt: skip


def variants(facts: IncidentFacts, *, typed: str = NASTY) -> list[IncidentFacts]:
    """Return the incident while it waits, acknowledged in time and late in each way, and ended in each way."""
    minutes = timedelta(minutes=1)
    acknowledged = [
        replace(
            facts,
            status="acknowledged",
            acknowledged_by="U0THEO",
            acknowledged_how=how,
            margin=margin,
            assigned_to="U0TESS",
            customer_updated_at=NOW,
        )
        for how, margin in zip(
            ("button", "eyes", "reply", "triage_reply"), (3 * minutes, -minutes, -3 * minutes, minutes), strict=True
        )
    ]
    closed = [
        replace(
            facts, status="closed", outcome=outcome, closed_by="U0THEO", explanation=facts.description, others=[7, 8]
        )
        for outcome in get_args(Outcome)
    ]
    agreed = AgreedScope(2, facts.description, "U0ALICE")
    terms_periods = [
        TermsPeriodFacts(facts.terms, facts.promised_at, NOW, "U0ALICE", (typed * 10)[:500]) for _ in range(15)
    ]
    changed = replace(acknowledged[0], terms_periods=terms_periods, answered_for=NOW, unreachable_at=NOW)
    later = (*acknowledged, *closed, changed)
    told = {"agreed_scope": agreed, "proposed_scope": 3, "parent": 1, "assigned_to": "U0TESS"}
    return [facts, replace(facts, assigned_to="U0TESS"), *(replace(one, **told) for one in later)]


def everything(facts: IncidentFacts, words: Words, *, typed: str = NASTY) -> list[Message]:
    """Return every message in Slack, about each variant of these facts where it is about an incident, if typed this."""
    about_it = [one for variant in variants(facts, typed=typed) for one in about_incident(variant, words, typed=typed)]
    return [*about_it, *about_anything_else(words, typed=typed)]


MOMENTS = (NOW, NOW + timedelta(days=3))
"""Before the deadline and long after it."""


def about_incident(facts: IncidentFacts, words: Words, *, typed: str) -> list[Message]:
    """Return every message about this incident, in which people typed this."""
    kinds = [name for name in KINDS if KINDS[name].load in ABOUT_INCIDENT and can_say(name, facts)]
    said = []
    for now in MOMENTS:
        said += [one for name in kinds for one in of_kind(name, facts, words=words, now=now, typed=typed)]
        for for_technicians in (True, False):
            one = command_answers.one_incident(facts, words=words, now=now, for_technicians=for_technicians)
            said.append(one)
        said.append(command_answers.explanation(facts, words=words, now=now))
        page = Page(typed=typed, place=ListPlace(0, 1, NOW))
        listed = IncidentList([facts] * LIST_LIMIT, 101, page, previous=page, next=page, is_cut=True)
        said.append(incident_list(listed, words=words, now=now, shows_account=True))
    return said


def about_anything_else(words: Words, *, typed: str) -> list[Message]:
    """Return every message that does not depend on an incident, in which people typed this."""
    said = []
    for now in MOMENTS:
        others = [name for name in KINDS if KINDS[name].load not in ABOUT_INCIDENT]
        said += [one for name in others for one in of_kind(name, None, words=words, now=now, typed=typed)]
        again = {"parameters": {"again": True}, "words": words, "now": now}
        said += [rendered("offer", None, offer=one, **again) for one in offers_with(typed)]
    menus = [
        menu.menu(words=words),
        menu.menu(words=words, is_private=True),
        menu.form_button("claim", typed, words=words),
        menu.where_to_ask(words=words),
    ]
    return [
        *said,
        *menus,
        menu.too_many(limit=10, emoji="ticket", words=words),
        command_answers.help_text(words=words),
        *(incident_list(IncidentList([], 0, Page(one)), words=words, now=NOW) for one in NAMED),
        incident_list(IncidentList([], 0, Page("found", typed=typed)), words=words, now=NOW),
        incident_list(IncidentList([], 0, Page("found", typed=typed), is_cut=True), words=words, now=NOW),
        incident_list(IncidentList([], 0, Page(account=1)), words=words, now=NOW, account="ACME"),
    ]


def of_kind(name: str, facts: IncidentFacts | None, *, words: Words, now: datetime, typed: str) -> list[Message]:
    """Return the messages of this kind, one for each way it can be made; none where it is said outside of Slack."""
    if KINDS[name].route == Route.OUTSIDE:
        return []
    remark = remark_with((typed * 300)[:15_000], is_edited=True)
    by_hand = {"words": words, "now": now, "late": now - NOW, "typed": typed * 9, "remark": remark}
    return [rendered(name, facts, parameters=one, **by_hand) for one in parameters(name, typed)]


def markdown(value: Any) -> list[str]:
    """Return every piece of mrkdwn in blocks."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [text for part in value.values() for text in markdown(part)]
    return [text for part in value for text in markdown(part)] if isinstance(value, list) else []


def shown(value: Any) -> list[str]:
    """Return every text in blocks, mrkdwn and plain, without dates that Slack writes."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for part in value.values() for text in shown(part)]
    return [text for part in value for text in shown(part)] if isinstance(value, list) else []


FRENCH_SIGNS = re.compile(r"(?<![\u202f;?!])[;?!]|(?<!\u00a0):(?!\w)|«(?!\u00a0)|(?<!\u00a0)»|(?<!\u202f)%")
"""A sign without the space that French puts before it."""


def test_every_message_puts_its_spaces_as_french_does(facts: IncidentFacts) -> None:
    """Also where code puts two texts together."""
    plain = replace(facts, title="t", description="d", contacts="c", product="p", exception_reason="r", account="a")
    dated = replace(plain, support_ends=NOW.date() + timedelta(days=3))
    for said in everything(dated, Words("fr", "Europe/Paris"), typed="mot"):
        for text in [said.text, *shown(said.blocks)]:
            assert not FRENCH_SIGNS.search(MARKUP.sub("", text)), text


MARKUP = re.compile(r"<[^<>]*>|:\w+:")
"""Mentions, links, dates and emoji."""


@pytest.fixture(scope="module", params=LANGUAGES)
def messages(request: pytest.FixtureRequest) -> list[Message]:
    """Every different message in one language, with text full of markup wherever there can be some."""
    said = everything(full_of_markup(POLICY), Words(request.param, "Europe/Paris"))
    return list({json.dumps([one.text, one.blocks]): one for one in said}.values())


class TestEveryMessage:
    """What holds for all that is posted."""

    def test_keeps_slacks_limits(self, messages: list[Message]) -> None:
        for said in messages:
            parsed = Block.parse_all(said.blocks)
            assert [block.to_dict() for block in parsed] == said.blocks
            assert 0 < len(said.blocks) <= 50
            assert 0 < len(said.text) < 4000
            # docs.slack.dev/reference/block-kit/blocks/section-block; slack_sdk does not look at these.
            fields = [field["text"] for block in said.blocks for field in block.get("fields", [])]
            assert max(map(len, fields), default=0) <= 2000

    def test_shows_user_text_as_text(self, messages: list[Message]) -> None:
        """No mention, broadcast or link that somebody typed comes to life."""
        for said in messages:
            for text in [said.text, *markdown(said.blocks)]:
                assert "<!channel" not in text
                assert "U0EVIL>" not in text
                assert "<https" not in text.replace(LINK, "")


class TestCard:
    """A card says how things stand."""

    @pytest.mark.parametrize("kind", ["customer_card", "triage_card"])
    def test_in_a_channel_says_nothing_that_time_alone_makes_wrong(self, policy: Policy, kind: str) -> None:
        """Nothing but the line that says when it was drawn, until the deadline passes and it is drawn again."""
        facts, words = friday(policy), Words("en", "Europe/Paris", slack_dates=False)
        acknowledged = replace(facts, acknowledged_by="U0THEO", status="acknowledged", margin=timedelta(hours=1))
        closed = replace(acknowledged, status="closed", outcome="solved")
        for one, instants in (
            (facts, [facts.opened_at, CLOSING, facts.deadline - timedelta(seconds=1)]),
            (facts, [facts.deadline, facts.deadline + timedelta(days=9)]),
            (acknowledged, [CLOSING, CLOSING + timedelta(days=9)]),
            (closed, [CLOSING, CLOSING + timedelta(days=99)]),
        ):
            drawn = [rendered(kind, one, words=words, now=now).blocks for now in instants]
            assert len({str([block for block in card if block["type"] != "context"]) for card in drawn}) == 1

    @pytest.mark.parametrize(
        ("changed", "now", "status", "deadline"),
        [
            ({}, NOW, "Waiting for a technician", "in 8 business hours"),
            ({}, NOW + timedelta(hours=9), "Overdue", "late by 1 business hour"),
            (
                {"acknowledged_by": "U0THEO", "status": "acknowledged", "margin": timedelta(minutes=90)},
                NOW,
                "<@U0THEO> has it",
                "met with 1 h 30 min of business hours to spare",
            ),
            (
                {"acknowledged_by": "U0THEO", "status": "acknowledged", "margin": -timedelta(minutes=5)},
                NOW,
                "<@U0THEO> has it",
                "answered late by 5 min of business hours",
            ),
        ],
    )
    def test_status_and_deadline(
        self, facts: IncidentFacts, changed: dict[str, Any], now: datetime, status: str, deadline: str
    ) -> None:
        words = Words("en", "UTC", slack_dates=False)
        card = rendered("triage_card", replace(facts, **changed), words=words, now=now)
        shown = command_answers.one_incident(replace(facts, **changed), words=words, now=now, for_technicians=True)
        for texts in (markdown(card.blocks), markdown(shown.blocks)):
            assert any(status in text for text in texts)
        assert any(deadline in text for text in markdown(shown.blocks))
        # A card in a channel is not drawn again each minute, so it says nothing that is wrong soon.
        assert any(deadline in text for text in markdown(card.blocks)) == ("margin" in changed)

    @pytest.mark.parametrize(
        ("locale", "left"),
        [("en", "CET, in 2 business hours"), ("fr", "(heure de Paris), dans 2\u00a0heures ouvrées")],
    )
    def test_tells_what_is_left_on_the_clock_of_the_promise(self, policy: Policy, locale: str, left: str) -> None:
        """B filed on Friday at 16:00 has two open hours left at closing; the weekend does not count."""
        words = Words(locale, "Europe/Paris", slack_dates=False)
        shown = command_answers.one_incident(friday(policy), words=words, now=CLOSING, for_technicians=False)
        assert any(text.endswith(left) for text in markdown(shown.blocks))

    def test_tells_lateness_on_the_clock_of_the_promise(self, policy: Policy) -> None:
        """Due on Monday at 11:00; at 23:00 seven hours until closing have been missed."""
        facts = friday(policy)
        monday_night = facts.deadline + timedelta(hours=12)
        words = Words("en", "Europe/Paris", slack_dates=False)
        shown = command_answers.one_incident(facts, words=words, now=monday_night, for_technicians=False)
        assert any(text.endswith("CET, late by 7 business hours") for text in markdown(shown.blocks))

    def test_tells_a_margin_on_the_clock_of_the_promise_beside_the_time_of_day(self, policy: Policy) -> None:
        """Answered on Friday at 17:30: half an hour of business hours and two on Monday were left, not 65 hours."""
        facts = friday(policy)
        at = CLOSING - timedelta(minutes=30)
        answered = {"status": "acknowledged", "acknowledged_by": "U0THEO", "acknowledged_how": "button"}
        answered |= {"acknowledged_at": at, "margin": facts.deadline - at, "assigned_to": "U0THEO"}
        for locale, kept in (
            ("en", "2 h 30 min of business hours to spare (Fri 27 Nov 2026, 17:30 CET)"),
            ("fr", "une avance de 2\u00a0h 30\u00a0min en heures ouvrées"),
        ):
            words = Words(locale, "Europe/Paris", slack_dates=False)
            card = rendered("triage_card", replace(facts, **answered), words=words, now=CLOSING)
            assert any(kept in text for text in markdown(card.blocks)), markdown(card.blocks)

    def test_says_as_of_which_day_it_is_where_that_is_another_day(self, policy: Policy) -> None:
        facts = friday(policy)
        words = Words("en", "Europe/Paris", slack_dates=False)
        shown = [
            rendered("customer_card", facts, words=words, now=facts.opened_at + after)
            for after in (timedelta(), timedelta(days=3))
        ]
        filed, now = (words.plain_moment(facts.opened_at + after) for after in (timedelta(), timedelta(days=3)))
        assert f"Filed {filed} · as of {words.time(facts.opened_at)}" in str(shown[0].blocks)
        assert f"Filed {filed} · as of {now}" in str(shown[1].blocks)

    def test_shows_phone_numbers_to_technicians_only(self, facts: IncidentFacts) -> None:
        words = Words("en", "UTC")
        facts = replace(facts, contacts="Bob, +33 1 23 45 67 89")
        for name in ("customer_card", "refresh_customer_card"):
            assert "+33" not in str(rendered(name, facts, words=words, now=NOW))
        for name in ("triage_card", "refresh_triage_card"):
            assert "+33" in str(rendered(name, facts, words=words, now=NOW))
        for told in (True, False):
            shown = command_answers.one_incident(facts, words=words, now=NOW, for_technicians=told)
            assert ("+33" in str(shown)) == told

    @pytest.mark.parametrize(
        ("card", "changed", "buttons"),
        [
            (
                "triage_card",
                {},
                ["Acknowledge", "Reply to customer", "Propose scope", "Propose solution", "Close", "Edit", "More…"],
            ),
            (
                "triage_card",
                {"status": "acknowledged", "acknowledged_by": "U0THEO", "margin": timedelta(0)},
                ["Take over", "Reply to customer", "Propose scope", "Propose solution", "Close", "Edit", "More…"],
            ),
            ("triage_card", {"status": "closed", "outcome": "solved"}, ["Reply to customer", "Reopen", "More…"]),
            ("customer_card", {}, ["Change severity", "Edit", "Close my incident", "More…"]),
            ("customer_card", {"status": "closed", "outcome": "solved"}, ["Reopen"]),
        ],
    )
    def test_has_a_button_for_what_is_possible(
        self, facts: IncidentFacts, card: str, changed: dict[str, Any], buttons: list[str]
    ) -> None:
        blocks = rendered(card, replace(facts, **changed), words=Words("en", "UTC"), now=NOW).blocks
        [actions] = [block for block in blocks if block["type"] == "actions"]
        assert [element["text"]["text"] for element in actions["elements"]] == buttons

    @pytest.mark.parametrize("outcome", ["split", "duplicate"])
    def test_of_what_goes_on_elsewhere_cannot_reopen(self, facts: IncidentFacts, outcome: str) -> None:
        ended = replace(facts, status="closed", outcome=outcome, others=[7, 8])
        for card in ("triage_card", "customer_card"):
            said = str(rendered(card, ended, words=Words("en", "UTC"), now=NOW))
            assert "Reopen" not in said
            assert "INC-7, INC-8" in said


class TestReminder:
    """A reminder says how much time is left, and when it comes late."""

    @pytest.mark.parametrize(
        ("locale", "said"),
        [
            ("en", "by Mon 30 Nov 2026, 11:00 CET (2 business hours left). 50% of the promised time has"),
            (
                "fr",
                "il reste 2\u00a0heures ouvrées, jusqu’au lun.\u00a030\u00a0nov. 2026 à 11\u00a0h\u00a000 (heure",
            ),
        ],
    )
    def test_tells_what_is_left_on_the_clock_of_the_promise(self, policy: Policy, locale: str, said: str) -> None:
        """Half of four business hours is over when two open hours are left, although three days are."""
        words = Words(locale, "Europe/Paris", slack_dates=False)
        warning = rendered("warning", friday(policy), words=words, now=CLOSING, parameters={"share": "50"})
        assert said in warning.text

    @pytest.mark.parametrize(("late", "is_said"), [(None, False), (timedelta(minutes=133), True)])
    def test_says_how_late_it_is(self, facts: IncidentFacts, late: timedelta | None, is_said: bool) -> None:
        words = Words("en", "UTC", slack_dates=False)
        texts = markdown(rendered("warning", facts, words=words, now=NOW, late=late, parameters={"share": "50"}).blocks)
        lateness = "due Mon 23 Nov 2026, 05:47 UTC and comes 2 h 13 min late"
        assert any(lateness in text for text in texts) == is_said
