"""Finds a sentence in the reader's language and fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources

from bot.rules.numbers import replace_numbers, written
from bot.rules.terms import Clock
from bot.texts import dates
from bot.texts.sentences import as_it_stands, filled_in


def _languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file beside this one: English first, then the others in order."""
    files = (one.name for one in resources.files("bot.texts").iterdir())
    codes = (name.removesuffix(".ftl") for name in files if name.endswith(".ftl"))
    return tuple(sorted(codes, key=lambda code: (code != "en", code)))


COMMAND = "/incident"
"""The command, as the texts write it."""
MENTION = "@Guichet"
"""What replaces the command for people of other organisations, who cannot use it."""
LANGUAGES = _languages()
"""ISO 639 codes of the languages that Guichet speaks: those that have a file here."""


def language_of(slack_locale: str | None, *, default: str) -> str:
    """Return the language for a Slack locale such as "fr-FR"; the default if we do not have that language."""
    language = (slack_locale or "").partition("-")[0].lower()
    return language if language in LANGUAGES else default


def listed(message_id: str) -> set[str]:
    """Return the words of a text that is a list separated by commas, in all languages together."""
    return {word for code in LANGUAGES for word in Words(code, "UTC").listed(message_id)}


@dataclass(frozen=True)
class Words:
    """The catalogue of sentences for one reader, or for one channel."""

    locale: str
    """One of `LANGUAGES`."""
    timezone: str
    """Zone of times, except where Slack shows them in the reader's own."""
    slack_dates: bool = True
    """True if Slack shows times in each reader's own zone (a local workspace would show the raw tokens)."""

    links: Mapping[int, str] = field(default_factory=dict)
    """Addresses of the cards of incidents that may be named, by number."""
    command: str = COMMAND
    """What the reader types before a word: `COMMAND`, or `MENTION`."""

    def __call__(self, message_id: str, /, **facts: object) -> str:
        """Return the sentence with these facts; raise KeyError if there is none, ValueError if a fact is missing."""
        text = filled_in(self.locale, message_id, facts) if facts else as_it_stands(self.locale, message_id)
        return text.replace(COMMAND, self.command)

    def listed(self, message_id: str) -> list[str]:
        """Return the words of a text that is a list separated by commas, the usual word first."""
        return [word.strip() for word in self(message_id).split(",")]

    def language(self, code: str) -> str:
        """Return the name of a language, with a capital letter: "French"."""
        return dates.language(code, locale=self.locale)

    def named(self, *numbers: int) -> str:
        """Return numbers as "INC-7, INC-8" for mrkdwn text, each with a link to its card if that is known."""
        return ", ".join(
            f"<{self.links[one]}|{written(one)}>" if one in self.links else written(one) for one in numbers
        )

    def linked(self, listed: str) -> str:
        """Return a text with the incidents in it ("INC-7, INC-8") as `named` shows them; any other text as it is."""
        return replace_numbers(listed, self.named)

    def moment(self, at: datetime) -> str:
        """Return the instant for mrkdwn text: in each reader's own zone if Slack shows it so, with a plain fallback."""
        plain = self.plain_moment(at)
        if not self.slack_dates:
            return plain
        # docs.slack.dev/messaging/formatting-message-text#date-formatting
        return f"<!date^{int(at.timestamp())}^{self('slack-date')}|{plain}>"

    def plain_moment(self, at: datetime) -> str:
        """Return the instant in this zone, with the zone's name: "Mon 23 Nov 2026, 14:30 CET"."""
        # In UTC, because two instants with the same wall-clock time, when summer time ends, would compare equal.
        return _plain_moment(self.locale, self.timezone, at.astimezone(UTC).replace(second=0, microsecond=0))

    def day(self, at: datetime) -> str:
        """Return the local date of the instant in this zone: "Mon 23 Nov 2026"."""
        on = dates.local(at, timezone=self.timezone).date()
        return dates.on_calendar(on, pattern=self("pattern-weekday", day=on.day), locale=self.locale)

    def calendar_day(self, on: date) -> str:
        """Return a date that is the same in every zone, such as one of the contract: "23 Nov 2026"."""
        return dates.on_calendar(on, pattern=self("pattern-day", day=on.day), locale=self.locale)

    def weekday(self, number: int) -> str:
        """Return the name of a day of the week; that of 0 is "Monday"."""
        return dates.weekday(number, locale=self.locale)

    def end_of_support(self, last_day: date | None, *, today: date, soon: timedelta, in_days: bool = True) -> str:
        """Return the phrase that support has ended, or ends within `soon`, with the date; "" for any other product.

        With `in_days`, it also says in how many days.
        """
        if last_day is None or last_day - today > soon:
            return ""
        if last_day < today:
            return self("support-ended", date=self.calendar_day(last_day))
        if not in_days:
            return self("support-ends_on", date=self.calendar_day(last_day))
        return self("support-ends", days=(last_day - today).days, date=self.calendar_day(last_day))

    def clock_time(self, at: datetime) -> str:
        """Return the time of day for mrkdwn text, in each reader's own zone if Slack shows it so."""
        plain = self.time(at)
        return f"<!date^{int(at.timestamp())}^{{time}}|{plain}>" if self.slack_dates else plain

    def time(self, at: datetime) -> str:
        """Return the time of day of the instant in this zone: "14:30"."""
        here = dates.local(at, timezone=self.timezone)
        return _time_of_day(self.locale, here.hour, here.minute)

    def end_of_day(self) -> str:
        """Return the time at which a day ends: "24:00"."""
        return self("time-of_day", hour=24, minute=0)

    def on_clock(self, length: timedelta, clock: Clock) -> str:
        """Return a length of time, marked as such if only business hours count: "72 business hours"."""
        if clock == "business":
            _, hours, minutes = dates.split(round(abs(length).total_seconds()), in_days=False)
            if hours and not minutes:
                return self("business-hours", hours=hours)
        return self(f"target-{clock}", duration=self.duration(length, in_days=clock == "always"))

    def duration(self, length: timedelta, *, in_days: bool = True) -> str:
        """Return a length of time, without its sign, in its two largest units, to the nearest minute: "1 h 46 min".

        Business hours are not written `in_days`, as a business day does not have 24 hours.
        """
        return _duration(self.locale, round(abs(length).total_seconds()), in_days)


@lru_cache(maxsize=4096)
def _plain_moment(locale: str, timezone: str, at: datetime) -> str:
    words = Words(locale, timezone)
    by_city = words("zone-named_by") == "city"
    kind, name = dates.zone(at, timezone=timezone, locale=locale, by_city=by_city)
    zone = words("moment-zone", kind=kind, zone=name)
    return words("moment", day=words.day(at), time=words.time(at), zone=zone)


@lru_cache(maxsize=2 * 24 * 60)
def _time_of_day(locale: str, hour: int, minute: int) -> str:
    return filled_in(locale, "time-of_day", {"hour": hour, "minute": minute})


@lru_cache(maxsize=4096)
def _duration(locale: str, seconds: int, in_days: bool) -> str:
    words = Words(locale, "UTC")
    if seconds < dates.MINUTE:
        return words("duration-seconds", seconds=seconds)
    days, hours, minutes = dates.split(seconds, in_days=in_days)
    if days:
        return words("duration-days-hours", days=days, hours=hours) if hours else words("duration-days", days=days)
    if hours and minutes:
        return words("duration-hours-minutes", hours=hours, minutes=minutes)
    return words("duration-hours", hours=hours) if hours else words("duration-minutes", minutes=minutes)
