import tomllib
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.policy import Policy, Severity, WrongPolicy, read_policy
from bot.policy_calendar import Holidays
from bot.rules.deadlines import deadline_of, reminders_of
from bot.rules.terms import Terms
from models.vocabulary import SeverityLetter

H = timedelta(hours=1)
M = timedelta(minutes=1)
OFFICE = [("09:00", "18:00")]
WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
PARIS = '[calendar.default]\ntimezone = "Europe/Paris"\n'
ANY_HOURS = 'weekly = { mon = ["09:00-18:00"] }\n'
TOKYO = '[calendar.tokyo]\ntimezone = "Asia/Tokyo"\nholidays = { country = "JP" }\n'
IN_UTC = '[calendar.default]\ntimezone = "UTC"\nholidays = {}\n'

REGIONS_OF_GB = (
    'the regions of GB have different holidays: name yours, such as subdivision = "ENG" '
    '(there are ENG, NIR, SCT, WLS), or write "common" for the days that all share'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "policy.toml"


@pytest.fixture
def read(file: Path) -> Any:
    """Read a policy file with this text."""

    def read(text: str) -> Policy:
        file.write_text(text, encoding="utf-8")
        return read_policy(file)

    return read


def terms(policy: Policy, *, severity: SeverityLetter = "B", filed_at: datetime) -> Terms:
    return policy.terms(severity=severity, cover="business", filed_at=filed_at)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


class TestBuiltIn:
    """Without a policy file, the contract is the source's."""

    @pytest.mark.parametrize(
        ("severity", "target", "clock"), [("A", 2 * H, "always"), ("B", 4 * H, "business"), ("C", 8 * H, "business")]
    )
    def test_promises_an_answer_by_severity(self, severity: SeverityLetter, target: timedelta, clock: str) -> None:
        promise = read_policy(None).severity[severity]

        assert (promise.target, promise.clock) == (target, clock)

    def test_has_three_severities(self) -> None:
        assert list(read_policy(None).severity) == ["A", "B", "C"]

    def test_warns_three_times_and_escalates_three_times(self) -> None:
        reminders = read_policy(None).reminders

        assert reminders.at == [0.5, 0.75, 0.9]
        assert (reminders.escalate_every, reminders.escalate_limit) == (30 * M, 3)

    def test_opens_on_working_days_from_nine_to_six_in_paris(self) -> None:
        policy = read_policy(None)

        assert list(policy.calendar) == ["default"]
        assert policy.calendar["default"].timezone == "Europe/Paris"
        assert policy.calendar["default"].weekly == dict.fromkeys(WORKING_DAYS, OFFICE)

    def test_is_closed_on_french_holidays(self) -> None:
        """The eleven of the Code du travail, L3133-1."""
        assert read_policy(None).calendar["default"].holidays.dates(range(2026, 2027)) == {
            date(2026, 1, 1),
            date(2026, 4, 6),  # Easter was on 5 April.
            date(2026, 5, 1),
            date(2026, 5, 8),
            date(2026, 5, 14),  # 39 days after Easter
            date(2026, 5, 25),  # 50 days after Easter
            date(2026, 7, 14),
            date(2026, 8, 15),
            date(2026, 11, 1),
            date(2026, 11, 11),
            date(2026, 12, 25),
        }

    def test_refuses_what_the_contract_excludes(self) -> None:
        assert read_policy(None).exclusions == [
            "feature_request",
            "on_site",
            "custom_code",
            "developer_support",
            "security_response",
        ]

    def test_needs_no_pack_and_counts_the_day_of_filing(self) -> None:
        packs = read_policy(None).packs

        assert (packs.required, packs.expiry_counts) == (False, "filing")


class TestFile:
    """A policy file changes what it names; everything else stays as built in."""

    def test_may_be_empty(self, read: Any) -> None:
        assert read("") == read_policy(None)

    def test_may_be_a_copy_of_the_built_in_one(self) -> None:
        built_in = Path(__file__).parents[1] / "bot" / "policy.toml"

        assert read_policy(built_in) == read_policy(None)

    @pytest.mark.parametrize(
        ("text", "changed"),
        [
            ('exclusions = ["on_site"]', {"exclusions": ["on_site"]}),
            ("exclusions = []", {"exclusions": []}),
            (
                '[severity.A]\ntarget = "1h30m"\nclock = "business"',
                {"severity": {"A": {"target": 90 * M, "clock": "business"}}},
            ),
            ("[reminders]\nat = [0.8]", {"reminders": {"at": [0.8]}}),
            ("[reminders]\nat = []", {"reminders": {"at": []}}),
            ('[reminders]\nescalate_every = "15m"', {"reminders": {"escalate_every": 15 * M}}),
            ("[reminders]\nescalate_limit = 0", {"reminders": {"escalate_limit": 0}}),
            ("[packs]\nrequired = true", {"packs": {"required": True}}),
            ('[packs]\nexpiry_counts = "closing"', {"packs": {"expiry_counts": "closing"}}),
        ],
    )
    def test_changes_only_what_it_names(self, read: Any, text: str, changed: dict[str, Any]) -> None:
        expected = read_policy(None).model_dump()
        for name, value in changed.items():
            expected[name] = expected[name] | value if isinstance(value, dict) else value

        assert read(text).model_dump() == expected

    def test_may_add_a_calendar_beside_the_default_one(self, read: Any) -> None:
        policy = read(TOKYO + ANY_HOURS)

        assert list(policy.calendar) == ["default", "tokyo"]
        assert policy.calendar["default"] == read_policy(None).calendar["default"]

    @pytest.mark.parametrize(
        ("text", "changed"),
        [
            (PARIS, {}),
            (PARIS + ANY_HOURS, {"weekly": {"mon": OFFICE}}),
            ("[calendar.default]\n" + ANY_HOURS, {"weekly": {"mon": OFFICE}}),
            ("[calendar.default]\nholidays = {}", {"holidays": Holidays()}),
            ('[calendar.default]\ntimezone = "UTC"\nholidays = {}', {"timezone": "UTC", "holidays": Holidays()}),
            ("[calendar.default.holidays]\nextra = [2026-12-24]", {"holidays": Holidays(extra=[date(2026, 12, 24)])}),
        ],
    )
    def test_changes_of_a_calendar_only_what_it_names(self, read: Any, text: str, changed: dict[str, Any]) -> None:
        """Weekly hours and holidays are each one value."""
        built_in = read_policy(None).calendar["default"]

        assert read(text).calendar["default"] == built_in.model_copy(update=changed)

    @pytest.mark.parametrize("name", ["default", "tokyo"])
    def test_names_the_holidays_of_another_zone(self, file: Path, name: str) -> None:
        """Hours of one country with the holidays of another would be nobody's calendar."""
        file.write_text(f'[calendar.{name}]\ntimezone = "Asia/Tokyo"\n{ANY_HOURS}')

        assert refusal(file) == (
            f'POLICY_FILE {file}: calendar.{name}.holidays: is missing; write {{ country = "JP" }} or another one, '
            "or {} for none."
        )

    @pytest.mark.parametrize(
        ("holidays", "country"),
        [
            ('{ country = "GB-SCT" }', "GB-SCT"),
            ('{ country = "GB", subdivision = "GB-SCT" }', "GB-SCT"),
            ('{ subdivision = "DE-BY" }', "DE-BY"),
            ('{ country = "fr" }', "FR"),
            ('{ country = "CH", subdivision = "common" }', "CH"),
        ],
    )
    def test_names_country_and_region_as_people_do(self, read: Any, holidays: str, country: str) -> None:
        calendar = read(f"{PARIS}holidays = {holidays}").calendar["default"]

        assert str(calendar.holidays.place()) == country

    def test_takes_holidays_by_country_and_subdivision_plus_some_minus_some(self, read: Any) -> None:
        holidays = 'holidays = { country = "DE", subdivision = "BY", extra = [2026-12-24], except = [2026-12-26] }\n'

        closed = read(PARIS + holidays + ANY_HOURS).calendar["default"].holidays.dates(range(2026, 2027))

        assert date(2026, 1, 6) in closed  # In Bavaria, not in all of Germany.
        assert date(2026, 12, 24) in closed
        assert date(2026, 12, 25) in closed
        assert date(2026, 12, 26) not in closed

    @pytest.mark.parametrize("text", ["severity", "calendar", "reminders", "packs"])
    def test_may_leave_a_table_empty(self, read: Any, text: str) -> None:
        assert read(f"[{text}]") == read_policy(None)

    def test_nothing_can_be_changed_afterwards(self) -> None:
        policy = read_policy(None)

        with pytest.raises(ValidationError, match="frozen"):
            policy.packs.required = True


class TestUnreadable:
    """A file that cannot be read gives one sentence with its path."""

    def test_is_not_there(self, file: Path) -> None:
        assert refusal(file) == f"POLICY_FILE {file} cannot be read: No such file or directory."

    def test_is_a_directory(self, tmp_path: Path) -> None:
        assert refusal(tmp_path) == f"POLICY_FILE {tmp_path} cannot be read: Is a directory."

    def test_is_below_a_file(self, file: Path) -> None:
        file.write_text("")

        assert refusal(file / "policy.toml") == f"POLICY_FILE {file}/policy.toml cannot be read: Not a directory."

    def test_is_not_utf_8(self, file: Path) -> None:
        file.write_bytes("# Gravité".encode("latin-1"))

        assert refusal(file) == f"POLICY_FILE {file} cannot be read: save it as UTF-8."

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_may_be_written_by_windows_notepad(self, file: Path, newline: str) -> None:
        """It puts a byte order mark before the first letter, and ends lines in its own way."""
        file.write_bytes(f"[packs]{newline}required = true{newline}".encode("utf-8-sig"))

        assert read_policy(file).packs.required

    def test_is_not_toml(self, file: Path) -> None:
        file.write_text("[packs]\nrequired = yes\n")

        assert refusal(file) == f"POLICY_FILE {file} is not valid TOML: Invalid value (at line 2, column 12)."


def refusal(path: Path) -> str:
    with pytest.raises(WrongPolicy) as refused:
        read_policy(path)
    assert refused.value.__suppress_context__, "the operator reads one sentence, no trace"
    return str(refused.value)


UNKNOWN_REMINDER = (
    "escalate, entry 1: after must be one of warning 50, warning 75, warning 90, breach, escalation 1, escalation 2, "
    "escalation 3"
)


QUESTION = '[[form.extra]]\nkey = "site"\nlabels = { en = "Site", fr = "Lieu" }\n'


class TestExtraQuestions:
    """The provider's own questions in the form of an incident."""

    def test_are_none_unless_there_are_some(self) -> None:
        assert read_policy(None).form.extra == []

    def test_are_read(self, file: Path) -> None:
        file.write_text(QUESTION + 'kind = "select"\noptions = ["Paris", { en = "Brussels", fr = "Bruxelles" }]\n'
                        'products = ["MAIL-2022"]')  # fmt: skip
        form = read_policy(file).form
        assert [one.key for one in form.asked_for("mail-2022")] == ["site"]
        assert form.asked_for("other") == []
        assert form.extra[0].chosen("Brussels") == {"en": "Brussels", "fr": "Bruxelles"}
        assert form.extra[0].chosen("Lyon") is None

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (QUESTION * 6, ": must have at most 5 entries"),
            (QUESTION * 2, ": must not name the same thing twice"),
            ('[[form.extra]]\nkey = "site"', ".labels, entry 1: is missing"),
            (QUESTION.replace("site", "Site 1"), ".key, entry 1: 'Site 1' is no key; write up to 40 small letters"),
            (QUESTION.replace("fr =", "xx ="), ".labels, entry 1: 'xx' is no language that Guichet speaks"),
            (QUESTION.replace('"Lieu"', '" "'), ".labels, entry 1: ' ' must have from 1 to 75 characters"),
            (QUESTION.replace('{ en = "Site", fr = "Lieu" }', "{}"), ".labels, entry 1: must have a text, for"),
            (QUESTION + 'kind = "date"', ".kind, entry 1: must be 'text', 'long text' or 'select'"),
            (QUESTION + 'kind = "select"', ', entry 1: must have options if its kind is "select", and only then'),
            (QUESTION + 'options = ["a"]', ', entry 1: must have options if its kind is "select", and only then'),
            (QUESTION + 'kind = "select"\noptions = ["a", "a"]', ", entry 1: must not name the same thing twice"),
            (QUESTION + "colour = 1", ".colour, entry 1: is not known here"),
        ],
    )  # fmt: skip
    def test_that_cannot_be_asked_are_refused_at_their_place(self, file: Path, text: str, sentence: str) -> None:
        file.write_text(text)
        assert refusal(file).startswith(f"POLICY_FILE {file}: form.extra{sentence}")


class TestWrong:
    """What the contract cannot mean gives one sentence that names the place."""

    @pytest.mark.parametrize(
        ("text", "place", "sentence"),
        [
            # Names.
            ("urgency = 1", "urgency", "is not known here; see bot/policy.toml for what is"),
            ("[reminders]\nafter = 1", "reminders.after", "is not known here; see bot/policy.toml for what is"),
            (
                PARIS + ANY_HOURS + "hours = 1",
                "calendar.default.hours",
                "is not known here; see bot/policy.toml for what is",
            ),
            (
                '[severity.D]\ntarget = "1h"\nclock = "always"',
                "severity.D",
                "is not known here; the severities are A, B and C",
            ),
            (
                '[severity.a]\ntarget = "1h"\nclock = "always"',
                "severity.a",
                "is not known here; the severities are A, B and C",
            ),
            (
                'exclusions = ["on_site", "on_mars"]',
                "exclusions, entry 2",
                "must be 'feature_request', 'on_site', 'custom_code', 'developer_support' or 'security_response'",
            ),
            ('exclusions = ["on_site", "on_site"]', "exclusions", "must not name the same thing twice"),
            (
                "[acknowledge]\nby = []",
                "acknowledge.by",
                'must name at least one way to acknowledge an incident, for instance ["button"]',
            ),
            ('[acknowledge]\nby = ["eyes", "eyes"]', "acknowledge.by", "must not name the same thing twice"),
            (
                '[acknowledge]\nby = ["nod"]',
                "acknowledge.by, entry 1",
                "must be 'button', 'eyes', 'reply', 'word' or 'talk'",
            ),
            (
                "[acknowledge]\nwords = []",
                "acknowledge",
                'must name the words, for instance words = ["mine"], or leave "word" out of by',
            ),
            (
                '[acknowledge]\nwords = ["mine", " * "]',
                "acknowledge.words, entry 2",
                """' * ' is no word; write for instance "mine\"""",
            ),
            ('[severity.A]\ntarget = "1h"\nclock = "never"', "severity.A.clock", "must be 'always' or 'business'"),
            ('[packs]\nexpiry_counts = "never"', "packs.expiry_counts", "must be 'filing' or 'closing'"),
            # Shapes.
            ("severity = 1", "severity", "must be a table"),
            ('severity = "2h"', "severity", "must be a table"),
            ('[severity]\nA = "2h"', "severity.A", "must be a table"),
            ("reminders = [0.5]", "reminders", "must be a table"),
            ("[[reminders]]\nat = [0.5]", "reminders", "must be a table"),
            ('calendar = "Europe/Paris"', "calendar", "must be a table"),
            ('[calendar]\ndefault = "Europe/Paris"', "calendar.default", "must be a table"),
            ("packs = false", "packs", "must be a table"),
            ('[packs]\nrequired = "perhaps"', "packs.required", "must be true or false"),
            ('exclusions = "on_site"', "exclusions", "must be a list in brackets"),
            ("[calendar.tokyo]\n" + ANY_HOURS, "calendar.tokyo.timezone", "is missing"),
            (TOKYO, "calendar.tokyo.weekly", "is missing"),
            # Reminders.
            ("[reminders]\nat = 0.5", "reminders.at", "must be a list in brackets"),
            ("[reminders]\nat = [0.5, 1]", "reminders.at, entry 2", "must be less than 1.0"),
            ("[reminders]\nat = [50]", "reminders.at, entry 1", "must be less than 1.0"),
            ("[reminders]\nat = [0]", "reminders.at, entry 1", "must be more than 0.0"),
            ('[reminders]\nat = ["half"]', "reminders.at, entry 1", "must be a number"),
            ("[reminders]\nat = [0.5, 0.9, 0.5]", "reminders.at", "must not name the same thing twice"),
            (
                "[reminders]\nat = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]",
                "reminders.at",
                "must have at most 10 entries",
            ),
            ("[reminders]\nescalate_limit = -1", "reminders.escalate_limit", "must be at least 0"),
            ("[reminders]\nescalate_limit = 21", "reminders.escalate_limit", "must be at most 20"),
            ("[reminders]\nescalate_limit = 2.5", "reminders.escalate_limit", "must be a whole number"),
            (
                '[reminders]\nescalate_every = "0m"',
                "reminders.escalate_every",
                "'0m' must be more than zero, and at most 90d",
            ),
            # Zones and holidays.
            (
                '[calendar.default]\ntimezone = "Paris"\n' + ANY_HOURS,
                "calendar.default.timezone",
                "'Paris' is not a time zone that tzdata knows; write one like 'Europe/Paris'",
            ),
            ("[calendar.default]\ntimezone = 1\n" + ANY_HOURS, "calendar.default.timezone", "must be text in quotes"),
            (
                PARIS + ANY_HOURS + 'holidays = { country = "XX" }',
                "calendar.default.holidays",
                'no public holidays are known for \'XX\'; use ISO 3166 codes, such as "FR" or "GB-SCT"',
            ),
            (
                PARIS + ANY_HOURS + 'holidays = { country = "GB", subdivision = "BY" }',
                "calendar.default.holidays",
                "'BY' is not a region of GB with holidays of its own; write one of ENG, NIR, SCT, WLS",
            ),
            (
                PARIS + 'holidays = { country = "GB" }',
                "calendar.default.holidays",
                REGIONS_OF_GB,
            ),
            (
                '[calendar.default]\ntimezone = "UTC"',
                "calendar.default.holidays",
                'is missing; write { country = "FR" } or another one, or {} for none',
            ),
            (
                "[calendar.default]\ntimezone = [1]",
                "calendar.default.timezone",
                "must be text in quotes",
            ),
            (
                PARIS + ANY_HOURS + 'holidays = { subdivision = "BY" }',
                "calendar.default.holidays",
                "subdivision needs a country",
            ),
            (PARIS + ANY_HOURS + 'holidays = "FR"', "calendar.default.holidays", "must be a table"),
            (
                PARIS + ANY_HOURS + 'holidays = { extra = ["Christmas"] }',
                "calendar.default.holidays.extra, entry 1",
                "must be a date such as 2026-12-24",
            ),
            (
                PARIS + ANY_HOURS + "holidays = { except = [2026-12-24, 2026-12-25T12:00:00] }",
                "calendar.default.holidays.except, entry 2",
                "must be a date such as 2026-12-24",
            ),
            ('[[escalate]]\nseverity = "A"\nafter = "breach"\nto = []', "escalate.to, entry 1", "must not be empty"),
            (
                '[[escalate]]\nseverity = "D"\nafter = "breach"\nto = ["x"]',
                "escalate.severity, entry 1",
                "must be 'A', 'B' or 'C'",
            ),
            (
                '[[escalate]]\nseverity = "A"\nafter = "warning 60"\nto = ["json://s3kr1t"]',
                "the file",
                UNKNOWN_REMINDER,
            ),
        ],
    )
    def test_is_refused_at_its_place(self, read: Any, file: Path, text: str, place: str, sentence: str) -> None:
        with pytest.raises(WrongPolicy) as refused:
            read(text)

        assert str(refused.value) == f"POLICY_FILE {file}: {place}: {sentence}."

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ('"0h"', "'0h' must be more than zero, and at most 90d"),
            ('"0d0h0m0s"', "'0d0h0m0s' must be more than zero, and at most 90d"),
            ('"91d"', "'91d' must be more than zero, and at most 90d"),
            ('"90d1s"', "'90d1s' must be more than zero, and at most 90d"),
            ('"99999999999d"', "'99999999999d' is longer than time is counted"),
            ('"-2h"', "'-2h' is not a duration; write for instance 30m, 2h or 1h30m"),
            ('"soon"', "'soon' is not a duration; write for instance 30m, 2h or 1h30m"),
            ('""', "'' is not a duration; write for instance 30m, 2h or 1h30m"),
            ("2", '2 is not a duration; write for instance "30m" or "2h"'),
            ("02:00:00", 'datetime.time(2, 0) is not a duration; write for instance "30m" or "2h"'),
        ],
    )
    def test_duration_is_refused(self, read: Any, file: Path, written: str, sentence: str) -> None:
        with pytest.raises(WrongPolicy) as refused:
            read(f'[severity.A]\nclock = "always"\ntarget = {written}')

        assert str(refused.value) == f"POLICY_FILE {file}: severity.A.target: {sentence}."

    def test_longest_duration_is_taken(self, read: Any) -> None:
        policy = read('[severity.A]\nclock = "always"\ntarget = "90d"')

        assert policy.severity["A"].target == timedelta(days=90)

    @pytest.mark.parametrize(
        ("weekly", "sentence"),
        [
            ('mon = ["09:00-09:00"]', "09:00-09:00 on mon does not end after it begins"),
            ('mon = ["9h-18h"]', "'18h' is not a time of day; write one from '00:00' to '24:00'"),
            ('mon = ["9:00-18:00"]', "'9:00' is not a time of day; write one from '00:00' to '24:00'"),
            ('mon = ["25:00-26:00"]', "'26:00' is not a time of day; write one from '00:00' to '24:00'"),
            ('mon = ["09:00-18:60"]', "'18:60' is not a time of day; write one from '00:00' to '24:00'"),
            ('mon = ["09:00-12:00-18:00"]', "'12:00-18:00' is not a time of day; write one from '00:00' to '24:00'"),
            ('mon = ["09:00-"]', "'' is not a time of day; write one from '00:00' to '24:00'"),
            ('mon = ["09:00"]', 'mon must be a list such as ["09:00-18:00"]'),
            ('mon = "09:00-18:00"', 'mon must be a list such as ["09:00-18:00"]'),
            ('mon = [["09:00", "18:00"]]', 'mon must be a list such as ["09:00-18:00"]'),
            ("mon = 9", 'mon must be a list such as ["09:00-18:00"]'),
            ("mon = true", 'mon must be a list such as ["09:00-18:00"]'),
            ('lun = ["09:00-18:00"]', "'lun' is not a weekday; write one of mon, tue, wed, thu, fri, sat, sun"),
            ("", 'the calendar is never open; write for instance mon = ["09:00-18:00"]'),
            ("mon = [], tue = []", 'the calendar is never open; write for instance mon = ["09:00-18:00"]'),
        ],
    )
    def test_opening_hours_are_refused(self, read: Any, file: Path, weekly: str, sentence: str) -> None:
        with pytest.raises(WrongPolicy) as refused:
            read(f"{PARIS}weekly = {{ {weekly} }}")

        assert str(refused.value) == f"POLICY_FILE {file}: calendar.default.weekly: {sentence}."

    def test_opening_hours_must_be_a_table(self, read: Any, file: Path) -> None:
        with pytest.raises(WrongPolicy) as refused:
            read(f'{PARIS}weekly = "always"')

        assert str(refused.value) == f"POLICY_FILE {file}: calendar.default.weekly: must be a table."

    def test_default_calendar_must_be_there(self) -> None:
        """A file cannot take it away, as the built-in one stays; a policy made otherwise cannot go without."""
        tables = tomllib.loads(resources.files("bot").joinpath("policy.toml").read_text())
        tables["calendar"] = {"tokyo": {"timezone": "UTC", "holidays": {}, "weekly": {"mon": ["09:00-18:00"]}}}

        with pytest.raises(ValidationError, match=r"there is no \[calendar.default\]"):
            Policy.model_validate(tables)


class TestOpeningHours:
    """How the hours of a week may be written."""

    @pytest.mark.parametrize(
        ("weekly", "friday", "saturday"),
        [
            ('fri = ["09:00-18:00"]', 9 * H, 0 * H),
            ('fri = ["09:00-12:00", "13:00-18:00"]', 8 * H, 0 * H),  # 3 + 5
            ('fri = ["13:00-18:00", "09:00-12:00"]', 8 * H, 0 * H),  # in any order
            ('fri = [" 09:00 - 18:00 "]', 9 * H, 0 * H),  # with spaces
            ('fri = ["00:00-24:00"]', 24 * H, 0 * H),
            # Overlapping hours count once.
            ('fri = ["09:00-15:00", "12:00-18:00"]', 9 * H, 0 * H),  # not 6 + 6
            ('fri = ["09:00-18:00", "09:00-18:00"]', 9 * H, 0 * H),  # not 9 + 9
            ('fri = ["09:00-18:00", "10:00-11:00"]', 9 * H, 0 * H),  # not 9 + 1
            # Over midnight: the rest belongs to the next day.
            ('fri = ["22:00-06:00"]', 2 * H, 6 * H),
            ('fri = ["22:00-00:00"]', 2 * H, 0 * H),
            ('fri = ["22:00-06:00"], sat = ["05:00-09:00"]', 2 * H, 9 * H),  # not 6 + 4
        ],
    )
    def test_count(self, read: Any, weekly: str, friday: timedelta, saturday: timedelta) -> None:
        policy = read(f"{IN_UTC}weekly = {{ {weekly} }}")

        hours = terms(policy, filed_at=at("2026-11-27T00:00Z")).hours()

        assert hours.between(at("2026-11-27T00:00Z"), at("2026-11-28T00:00Z")) == friday
        assert hours.between(at("2026-11-28T00:00Z"), at("2026-11-29T00:00Z")) == saturday

    def test_sunday_night_runs_into_monday(self, read: Any) -> None:
        policy = read(IN_UTC + 'weekly = { sun = ["22:00-06:00"] }')

        assert terms(policy, filed_at=at("2026-11-29T00:00Z")).calendar.weekly == {
            "sun": [("22:00", "24:00")],
            "mon": [("00:00", "06:00")],
        }


class TestTerms:
    """What is frozen on an incident is the contract as it is at filing."""

    @pytest.mark.parametrize(
        ("severity", "target", "clock"), [("A", 2 * H, "always"), ("B", 4 * H, "business"), ("C", 8 * H, "business")]
    )
    def test_hold_the_promise_of_the_severity(self, severity: SeverityLetter, target: timedelta, clock: str) -> None:
        filed_at = datetime(2026, 11, 23, 8, tzinfo=UTC)

        frozen = read_policy(None).terms(severity=severity, cover="24x7", filed_at=filed_at)

        assert (frozen.severity, frozen.target, frozen.clock, frozen.cover) == (severity, target, clock, "24x7")
        assert (frozen.warn_at, frozen.escalate_every, frozen.escalate_limit) == ([0.5, 0.75, 0.9], 30 * M, 3)
        assert (frozen.calendar.timezone, frozen.calendar.weekly) == (
            "Europe/Paris",
            dict.fromkeys(WORKING_DAYS, OFFICE),
        )

    def test_hold_the_holidays_of_three_years(self) -> None:
        frozen = terms(read_policy(None), filed_at=at("2026-11-23T09:00+01:00")).calendar.holidays

        assert {day.year for day in frozen} == {2026, 2027, 2028}
        assert len(frozen) == 33  # 11 a year
        assert frozen == sorted(frozen)

    @pytest.mark.parametrize(
        ("filed_at", "first_year"),
        [
            ("2026-12-31T23:59+00:00", 2026),
            ("2027-01-01T00:30+00:00", 2026),  # 31 December in New York
            ("2027-01-01T00:30+14:00", 2026),
            ("2027-01-02T00:00+00:00", 2027),
        ],
    )
    def test_hold_the_holidays_of_a_year_that_lasts_longer_elsewhere(self, filed_at: str, first_year: int) -> None:
        frozen = terms(read_policy(None), filed_at=at(filed_at)).calendar.holidays

        assert sorted({day.year for day in frozen}) == [first_year, first_year + 1, first_year + 2]

    def test_count_an_observed_holiday_on_the_last_day_of_the_year(self, read: Any) -> None:
        """In the United States, 31 December 2027 is closed, as New Year's Day 2028 falls on a Saturday."""
        policy = read(
            '[calendar.default]\ntimezone = "America/New_York"\nholidays = { country = "US" }\n'
            'weekly = { fri = ["00:00-24:00"], mon = ["09:00-18:00"] }'
        )
        filed_at = at("2028-01-01T02:00+00:00")  # 31 December, 21:00 in New York

        assert deadline_of(terms(policy, filed_at=filed_at), filed_at) == at("2028-01-03T13:00-05:00")  # 9 + 4

    def test_come_back_whole_from_the_row_they_are_stored_in(self) -> None:
        frozen = terms(read_policy(None), filed_at=at("2026-11-23T09:00+01:00"))

        assert Terms.model_validate(frozen.model_dump(mode="json")) == frozen

    def test_give_a_deadline_and_reminders(self) -> None:
        """Monday 9:00 and four open hours: 13:00; warnings after 2 h, 3 h and 3 h 36 min; then every half hour."""
        filed_at = at("2026-11-23T09:00+01:00")
        frozen = terms(read_policy(None), filed_at=filed_at)

        assert deadline_of(frozen, filed_at) == at("2026-11-23T13:00+01:00")
        assert [(one.kind, f"{one.due_at:%H:%M}") for one in reminders_of(frozen, filed_at)] == [
            ("warning", "11:00"),
            ("warning", "12:00"),
            ("warning", "12:36"),
            ("breach", "13:00"),
            ("escalation", "13:30"),
            ("escalation", "14:00"),
            ("escalation", "14:30"),
        ]


MONDAYS = ", ".join(str(date(2026, 1, 5) + timedelta(weeks=week)) for week in range(156))


class TestHorizon:
    """What would be due in years is a slip of the pen, and is found at start, not when somebody files."""

    @pytest.mark.parametrize(
        ("text", "what", "calendar"),
        [
            # One open minute a week: 104 minutes in two years.
            (PARIS + 'weekly = { mon = ["09:00-09:01"] }', "target of severity.B", "default"),
            # 90 days are 2160 h; nine hours a week are 936 h in two years.
            (
                '[severity.A]\ntarget = "90d"\nclock = "business"\n' + PARIS + ANY_HOURS,
                "target of severity.A",
                "default",
            ),
            (
                '[severity.C]\ntarget = "50d"\n' + TOKYO + ANY_HOURS,
                "target of severity.C",  # 1200 h
                "tokyo",
            ),
            # Nobody opens on a holiday.
            (PARIS + f"holidays = {{ extra = [{MONDAYS}] }}\n" + ANY_HOURS, "target of severity.B", "default"),
            # Twenty times 20 days are 9600 h; the built-in calendar opens some 4500 h in two years.
            (
                '[reminders]\nescalate_every = "20d"\nescalate_limit = 20',
                "last escalation of severity.B",
                "default",
            ),
            # 30 days are 720 h; five hours a week are 520 h in two years.
            (
                '[updates]\nC = "30d"\n' + TOKYO + 'weekly = { mon = ["09:00-14:00"] }',
                "update of updates.C",
                "tokyo",
            ),
        ],
    )
    def test_is_two_years(self, file: Path, text: str, what: str, calendar: str) -> None:
        file.write_text(text)
        sentence = f"the {what} would not be due within two years in the opening hours of calendar.{calendar}."

        assert refusal(file) == f"POLICY_FILE {file}: the file: {sentence}"

    @pytest.mark.parametrize(
        "text",
        [
            '[severity.A]\ntarget = "90d"\nclock = "always"\n' + PARIS + ANY_HOURS,  # 90 days by everybody's clock
            '[severity.C]\ntarget = "90d"',  # 2160 h of some 4500 h
            PARIS + 'weekly = { mon = ["09:00-09:10"] }',  # 1040 minutes; 8 h and three half hours are 570
        ],
    )
    def test_leaves_room_for_what_is_slow(self, read: Any, text: str) -> None:
        policy = read(text)
        filed_at = at("2026-11-23T09:00Z")

        for severity in policy.severity:
            last = reminders_of(terms(policy, severity=severity, filed_at=filed_at), filed_at)[-1]
            assert last.due_at < filed_at + timedelta(days=2 * 365)


def test_severity_may_change_only_its_target(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[severity.B]\ntarget = "1h"\n', encoding="utf-8")
    assert read_policy(file).severity["B"] == Severity(target="1h", clock="business")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("holidays", "described"),
    [
        ("{}", "no public holidays"),
        ('{ country = "GB-ENG" }', "the public holidays of GB-ENG (9 in 2026)"),
        ('{ country = "JP" }', "the public holidays of JP (18 in 2026)"),
        ("{ extra = [2026-12-24] }", "1 other day"),
        (
            '{ country = "DE-BY", extra = [2026-12-24, 2026-12-31], except = [2026-12-26] }',
            "the public holidays of DE-BY (12 in 2026) and 2 other days, except on 1 day",
        ),
        (
            '{ country = "CH", subdivision = "common", except = [2026-08-01, 2027-08-01] }',
            "the public holidays of CH (4 in 2026; AG, AI, AR, ",
        ),
    ],
)
def test_holidays_are_described_with_how_many_there_are(read: Any, holidays: str, described: str) -> None:
    calendar = read(f"{PARIS}holidays = {holidays}").calendar["default"]

    assert calendar.holidays.described().startswith(described)
