"""Sentences, moments and lengths of time, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.texts.catalogue import Words, language_of, listed

AT = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
ENGLISH = Words("en", "Europe/Paris")
FRENCH = Words("fr", "Europe/Paris")


class TestLanguage:
    """A person is spoken to in their Slack language, where we speak it."""

    @pytest.mark.parametrize(
        ("slack_locale", "language"),
        [("fr-FR", "fr"), ("fr-CA", "fr"), ("FR", "fr"), ("en-GB", "en"), ("de-DE", "en"), (None, "en"), ("", "en")],
    )
    def test_follows_slack(self, slack_locale: str | None, language: str) -> None:
        assert language_of(slack_locale, default="en") == language


class TestSentences:
    """A sentence is found and filled in, or the mistake is loud."""

    def test_is_said_in_the_language(self) -> None:
        assert ENGLISH("form-close") == "Cancel"
        assert FRENCH("form-close") == "Annuler"

    def test_lists_words_between_commas_the_usual_one_first(self) -> None:
        assert ENGLISH.listed("command-help")[0] == "help"
        assert FRENCH.listed("command-help")[0] == "aide"
        assert listed("command-help") == {*ENGLISH.listed("command-help"), *FRENCH.listed("command-help")}

    def test_unknown_sentence_is_an_error(self) -> None:
        with pytest.raises(LookupError):
            ENGLISH("no-such-sentence")

    def test_missing_fact_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="card-header"):
            ENGLISH("card-header", incident="INC-1")

    def test_user_text_is_put_in_as_it_is(self) -> None:
        title = "{ $incident } <b>\u202eabc"
        assert ENGLISH("card-header", incident="INC-1", title=title) == f"INC-1 · {title}"


class TestPlurals:
    """None, one and several are each told in their own words."""

    @pytest.mark.parametrize(
        ("left", "english", "french"),
        [
            (0, "Nothing is left in", "Il ne reste rien dans"),
            (1, "Only one incident is left in", "Il ne reste qu’un incident dans"),
            (2, "Only 2 incidents are left in", "Il ne reste que 2\u00a0incidents dans"),
        ],
    )
    def test_of_what_is_left(self, left: int, english: str, french: str) -> None:
        assert ENGLISH("refusal-negative_balance", left=left).startswith(english)
        assert FRENCH("refusal-negative_balance", left=left).startswith(french)

    @pytest.mark.parametrize(
        ("count", "french"), [(1, "… et un mouvement plus ancien"), (2, "… et 2\u00a0mouvements plus anciens")]
    )
    def test_of_entries(self, count: int, french: str) -> None:
        assert FRENCH("packs-earlier", count=count) == french


class TestDurations:
    """A length of time is told in its two largest units."""

    @pytest.mark.parametrize(
        ("length", "english", "french"),
        [
            (timedelta(0), "0 s", "0\u00a0s"),
            (timedelta(seconds=59), "59 s", "59\u00a0s"),
            (timedelta(seconds=60), "1 min", "1\u00a0min"),
            (timedelta(minutes=46), "46 min", "46\u00a0min"),
            (timedelta(minutes=59, seconds=31), "1 h", "1\u00a0h"),
            (timedelta(hours=1, minutes=46), "1 h 46 min", "1\u00a0h 46\u00a0min"),
            (timedelta(hours=1, minutes=59, seconds=59.9), "2 h", "2\u00a0h"),
            (timedelta(hours=47, minutes=59), "47 h 59 min", "47\u00a0h 59\u00a0min"),
            (timedelta(hours=48), "2 days", "2\u00a0jours"),
            (timedelta(days=2, hours=3, minutes=29), "2 days 3 h", "2\u00a0jours 3\u00a0h"),
            (-timedelta(hours=3), "3 h", "3\u00a0h"),
        ],
    )
    def test_in_both_languages(self, length: timedelta, english: str, french: str) -> None:
        assert (ENGLISH.duration(length), FRENCH.duration(length)) == (english, french)

    @pytest.mark.parametrize(
        ("length", "told"),
        [
            (timedelta(hours=48), "48 h"),
            (timedelta(hours=72, minutes=30), "72 h 30 min"),
            (timedelta(minutes=46), "46 min"),
        ],
    )
    def test_of_open_time_are_not_told_in_days(self, length: timedelta, told: str) -> None:
        """48 hours of a calendar that opens nine hours a day are more than five days."""
        assert ENGLISH.duration(length, in_days=False) == told
        assert FRENCH.duration(length, in_days=False).replace("\u00a0", " ") == told

    def test_say_on_which_clock_they_are_counted(self) -> None:
        lengths = (timedelta(hours=72), timedelta(hours=1), timedelta(hours=1, minutes=30), timedelta(seconds=20))

        assert [ENGLISH.on_clock(one, "always") for one in lengths] == [
            "3 days",
            "1 h",
            "1 h 30 min",
            "20 s",
        ]
        assert [ENGLISH.on_clock(one, "business") for one in lengths] == [
            "72 business hours",
            "1 business hour",
            "1 h 30 min of business hours",
            "20 s of business hours",
        ]
        assert [FRENCH.on_clock(one, "business") for one in lengths] == [
            "72\u00a0heures ouvrées",
            "1\u00a0heure ouvrée",
            "1\u00a0h 30\u00a0min en heures ouvrées",
            "20\u00a0s en heures ouvrées",
        ]


class TestMoments:
    """An instant is written in the reader's own zone."""

    @pytest.mark.parametrize(
        ("words", "written"),
        [
            (ENGLISH, "Mon 23 Nov 2026, 14:30 CET"),
            (FRENCH, "lun.\u00a023\u00a0nov. 2026 à 14\u00a0h\u00a030 (heure de Paris)"),
            (Words("en", "America/New_York"), "Mon 23 Nov 2026, 08:30 EST"),
            (Words("en", "Asia/Kathmandu"), "Mon 23 Nov 2026, 19:15 UTC+05:45"),
            (Words("fr", "America/New_York"), "lun.\u00a023\u00a0nov. 2026 à 8\u00a0h\u00a030 (heure de New York)"),
            (Words("fr", "Europe/Amsterdam"), "lun.\u00a023\u00a0nov. 2026 à 14\u00a0h\u00a030 (heure d’Amsterdam)"),
            (Words("fr", "Africa/Cairo"), "lun.\u00a023\u00a0nov. 2026 à 15\u00a0h\u00a030 (heure du Caire)"),
            (
                Words("fr", "America/Argentina/Salta"),
                "lun.\u00a023\u00a0nov. 2026 à 10\u00a0h\u00a030 (heure de Salta)",
            ),
            (Words("fr", "UTC"), "lun.\u00a023\u00a0nov. 2026 à 13\u00a0h\u00a030 (UTC)"),
            (Words("fr", "Etc/GMT-5"), "lun.\u00a023\u00a0nov. 2026 à 18\u00a0h\u00a030 (UTC+05:00)"),
        ],
    )
    def test_plainly(self, words: Words, written: str) -> None:
        assert words.plain_moment(AT) == written

    def test_tell_the_two_hours_apart_that_summer_time_leaves_behind(self) -> None:
        first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

        assert [ENGLISH.plain_moment(at)[-10:] for at in (first, second)] == ["02:30 CEST", " 02:30 CET"]
        assert [FRENCH.plain_moment(at).partition("(")[2] for at in (first, second)] == [
            "heure de Paris, UTC+02:00)",
            "heure de Paris, UTC+01:00)",
        ]

    def test_by_slack_with_a_plain_fallback(self) -> None:
        assert ENGLISH.moment(AT) == "<!date^1795440600^{date_short_pretty} at {time}|Mon 23 Nov 2026, 14:30 CET>"
        assert FRENCH.moment(AT).startswith("<!date^1795440600^{date_short} à {time}|lun.\u00a023\u00a0nov. 2026")

    def test_of_a_first_of_the_month_are_written_as_in_french(self) -> None:
        assert FRENCH.calendar_day(date(2026, 11, 1)) == "1er\u00a0nov. 2026"
        assert FRENCH.calendar_day(date(2026, 11, 11)) == "11\u00a0nov. 2026"
        assert FRENCH.day(datetime(2026, 11, 1, 12, tzinfo=UTC)) == "dim.\u00a01er\u00a0nov. 2026"
        assert ENGLISH.calendar_day(date(2026, 11, 1)) == "1 Nov 2026"

    def test_plainly_where_slack_shows_its_tokens_raw(self) -> None:
        local = Words("en", "Europe/Paris", slack_dates=False)
        assert (local.moment(AT), local.clock_time(AT)) == ("Mon 23 Nov 2026, 14:30 CET", "14:30")
