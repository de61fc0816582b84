"""What does each topic of the FAQ answer? Every figure comes from the policy in force. Source: the contract."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages.blocks import mentions
from bot.messages.opening_hours import next_closed_days, opening_hours
from bot.policy import Policy
from bot.policy_calendar import Calendar
from bot.rules.deadlines import deadline_of
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown
from models.vocabulary import SeverityLetter


@dataclass(frozen=True)
class Contract:
    """What the answers are taken from: the policy as it applies to whoever asks."""

    policy: Policy
    managers: Sequence[str]
    """Slack member ids."""
    now: datetime
    calendar_name: str | None = None
    """Calendar of the asker's account; None for the default one."""

    @property
    def calendar(self) -> Calendar:
        """Return the calendar that applies; the default one if the account's own is gone from the policy."""
        return self.policy.calendar.get(self.calendar_name or "default", self.policy.calendar["default"])

    def deadline(self, severity: SeverityLetter) -> datetime:
        """Return when the initial response to an incident filed now would be due."""
        name = self.calendar_name if self.calendar_name in self.policy.calendar else None
        terms = self.policy.terms(severity=severity, cover="business", filed_at=self.now, calendar=name)
        return deadline_of(terms, self.now)


Answer = Callable[[Contract, Words], list[str]]
"""Returns the paragraphs of an answer, as mrkdwn."""


def _severity(contract: Contract, words: Words) -> list[str]:
    promised = contract.policy.severity
    lines = [_promise(contract, letter, words) for letter in sorted(promised)]
    counts = any(one.clock == "business" for one in promised.values())
    return ["\n".join(lines), words("faq-from_filing"), *(_opening(contract, words) if counts else [])]


def _promise(contract: Contract, letter: SeverityLetter, words: Words) -> str:
    promise = contract.policy.severity[letter]
    return words(
        f"faq_promise-{promise.clock}",
        severity=words(f"severity-{letter}"),
        target=words.on_clock(promise.target, promise.clock),
        deadline=words.moment(contract.deadline(letter)),
    )


def _opening(contract: Contract, words: Words) -> list[str]:
    closed = next_closed_days(contract.calendar, words=words, now=contract.now)
    return ["\n".join([opening_hours(contract.calendar, words=words), *closed])]


def _incident(_contract: Contract, words: Words) -> list[str]:
    return [words("faq-incident"), words("faq-incident_split")]


def _cover(contract: Contract, words: Words) -> list[str]:
    within = words.duration(contract.policy.duty.answer_within)
    return [words("faq-cover"), *_opening(contract, words), words("faq-cover_duty", within=within)]


def _lifecycle(contract: Contract, words: Words) -> list[str]:
    return [words("faq-lifecycle", before=_in_days(contract.policy.products.warn_before, words))]


def _exclusions(contract: Contract, words: Words) -> list[str]:
    names = [words(f"request-{one}") for one in contract.policy.exclusions]
    return ["\n".join(f"• {one}" for one in [*names, words("faq-ended_products")]), words("faq-exclusions")]


def _solution(contract: Contract, words: Words) -> list[str]:
    return [words("faq-solution"), words("faq-solution_closed", within=_reopen_within(contract, words))]


def _unresolved(_contract: Contract, words: Words) -> list[str]:
    return [words("faq-unresolved")]


def _withdrawal(_contract: Contract, words: Words) -> list[str]:
    return [words("faq-withdrawal")]


def _packs(contract: Contract, words: Words) -> list[str]:
    packs = contract.policy.packs
    without = words("faq-packs_required" if packs.required else "faq-packs_optional")
    return [words("faq-packs"), words("faq-packs_left", count=packs.low_balance), without]


def _expiry(contract: Contract, words: Words) -> list[str]:
    packs = contract.policy.packs
    before = [_in_days(one, words) for one in sorted(packs.warn_before, reverse=True)]
    notice = [words("faq-expiry_notice", before=_listed(before, words))] if before else []
    return [words("faq-expiry"), words(f"must-{packs.expiry_counts}"), *notice]


def _claim(contract: Contract, words: Words) -> list[str]:
    return [words("faq-claim"), words("faq-claim_limit", count=contract.policy.packs.claims_a_day)]


def _card(contract: Contract, words: Words) -> list[str]:
    return [words("faq-card", where=_where(contract.policy.faq.card_billing, contract, words=words))]


def _tax(contract: Contract, words: Words) -> list[str]:
    where = contract.policy.faq.tax_exemption
    send = "faq-tax_to" if where else "faq-tax_managers"
    return [words(send, where=_where(where, contract, words=words)), words("faq-tax")]


def _reopening(contract: Contract, words: Words) -> list[str]:
    return [words("faq-reopening", within=_reopen_within(contract, words))]


def _survey(contract: Contract, words: Words) -> list[str]:
    survey = contract.policy.survey
    if not survey.ask:
        return [words("faq-survey_off")]
    return [words("faq-survey", after=words.duration(survey.remind_after)), words("faq-survey_use")]


TOPICS: dict[str, Answer] = {
    "severity": _severity,
    "incident": _incident,
    "cover": _cover,
    "lifecycle": _lifecycle,
    "exclusions": _exclusions,
    "solution": _solution,
    "unresolved": _unresolved,
    "withdrawal": _withdrawal,
    "reopening": _reopening,
    "packs": _packs,
    "expiry": _expiry,
    "claim": _claim,
    "card": _card,
    "tax": _tax,
    "survey": _survey,
}
"""The answer to each topic, in the order in which topics are listed; `faq_question-…` in the texts is the question."""


def _reopen_within(contract: Contract, words: Words) -> str:
    return words.duration(contract.policy.closing.reopen_within)


def _in_days(length: timedelta, words: Words) -> str:
    return words("duration-days", days=length.days)


def _listed(names: Sequence[str], words: Words) -> str:
    """Return the names as a list in words: "30 days", or "30 days and 7 days"."""
    if len(names) == 1:
        return names[0]
    return words("faq-and", first=", ".join(names[:-1]), last=names[-1])


def _where(address: str, contract: Contract, *, words: Words) -> str:
    return shown(address) or mentions(contract.managers) or words("a-manager")
