"""What people read about packs: masked, within Slack's limits, and as text."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from slack_sdk.models.blocks import Block

from bot.facts.account import AccountEntry
from bot.facts.pack import EntryFacts, PackFacts, PackHistory
from bot.messages import pack as messages
from bot.rules.packs import Balance, midnight
from bot.texts.catalogue import LANGUAGES, Words
from bot.texts.message import Message

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NASTY = "<!channel> <@U0EVIL> <https://evil.example|your bank> &<>"
EXPIRES = date(2027, 1, 10)
PACK = PackFacts(
    id=1,
    account_id=1,
    account="Acme",
    confirmation="AB12345678",
    bought_on=date(2026, 1, 10),
    expires_on=EXPIRES,
    expires_at=midnight(EXPIRES, timezone="Europe/Paris"),
    expiry_counts="filing",
    balance=Balance(size=5, reserved=1, used=1, left=3),
)
ACME = AccountEntry(1, "ACME", "Acme", None, None)
GRANTED = EntryFacts("granted", 5, NOW, "U0MAX", None, "")
ENGLISH = Words("en", "Europe/Paris", slack_dates=False)


def answer(*histories: PackHistory, count: int | None = None, words: Words = ENGLISH, now: datetime = NOW) -> Message:
    """Return the answer to somebody of Acme."""
    return messages.packs(histories, len(histories) if count is None else count, accounts=[ACME], words=words, now=now)


def texts(said: Message) -> list[str]:
    """Return every piece of text."""
    return [
        piece["text"]
        for block in said.blocks
        for piece in [*([block["text"]] if "text" in block else []), *block.get("fields", [])]
    ]


class TestPacks:
    """Each pack is shown with what became of its units."""

    def test_shows_every_fact(self) -> None:
        said = texts(answer(PackHistory(PACK, [GRANTED], 1)))

        assert "*Pack ••••5678* of Acme" in said
        assert "AB12345678" not in str(said)
        assert {
            "*Incidents bought*\n5", "*Left*\n3", "*Used*\n1", "*Reserved*\n1", "*Bought on*\n10 Jan 2026",
            "*Expires on*\n10 Jan 2027: incidents must be filed before that day",
        } <= set(said)  # fmt: skip

    @pytest.mark.parametrize(
        ("balance", "rest"),
        [
            (Balance(size=5, reserved=1, used=0, left=1), "\N{MINUS SIGN}3"),  # 1 + 0 + 1 - 5
            (Balance(size=5, reserved=0, used=1, left=6), "+2"),  # 0 + 1 + 6 - 5
            (Balance(size=5, reserved=1, used=1, left=3), None),  # 1 + 1 + 3 - 5
        ],
    )
    def test_adds_up(self, balance: Balance, rest: str | None) -> None:
        """What expired or was corrected is told, where there is any."""
        shown = texts(answer(PackHistory(replace(PACK, balance=balance), [GRANTED], 1)))
        told = [text for text in shown if text.startswith("*Expired or corrected*")]
        assert told == ([f"*Expired or corrected*\n{rest}"] if rest else [])

    @pytest.mark.parametrize(
        ("counts", "now", "said"),
        [
            ("closing", NOW, "10 Jan 2027: incidents must be closed before that day"),
            ("filing", PACK.expires_at, "10 Jan 2027: it has expired"),
        ],
    )
    def test_says_what_must_be_done_before(self, counts: str, now: datetime, said: str) -> None:
        shown = texts(answer(PackHistory(replace(PACK, expiry_counts=counts), [GRANTED], 1), now=now))
        assert f"*Expires on*\n{said}" in shown

    def test_lists_the_entries_newest_last(self) -> None:
        entries = [
            GRANTED,
            EntryFacts("reserved", -1, NOW, "U0ALICE", 42, ""),
            EntryFacts("settled", 0, NOW + timedelta(days=1), "U0THEO", 42, ""),
            EntryFacts("released", 1, NOW, "guichet", 43, "expired"),
            EntryFacts("adjusted", 2, NOW, "import", None, "as  agreed\n<by> phone"),
        ]
        assert texts(answer(PackHistory(PACK, entries, 5)))[-1].split("\n") == [
            "• Mon 23 Nov 2026 · granted +5 · <@U0MAX>",
            "• Mon 23 Nov 2026 · reserved \N{MINUS SIGN}1 · INC-42 · <@U0ALICE>",
            "• Tue 24 Nov 2026 · settled 0 · INC-42 · <@U0THEO>",
            "• Mon 23 Nov 2026 · released +1 · INC-43 · Guichet · not closed before the pack expired",
            "• Mon 23 Nov 2026 · adjusted +2 · an import · as agreed &lt;by&gt; phone",
        ]

    @pytest.mark.parametrize(("count", "said"), [(10, "… and 7 earlier entries"), (4, "… and 1 earlier entry")])
    def test_says_how_many_entries_are_earlier(self, count: int, said: str) -> None:
        shown = texts(answer(PackHistory(PACK, [GRANTED] * 3, count)))[-1].split("\n")
        assert shown[0] == said
        assert len(shown) == 4

    def test_says_how_many_packs_are_more(self) -> None:
        assert texts(answer(PackHistory(PACK, [GRANTED], 1), count=12))[-1] == "… and 11 more."

    def test_names_the_accounts_without_one(self) -> None:
        assert texts(answer())[-1] == "No packs: Acme."

    @pytest.mark.parametrize("locale", LANGUAGES)
    def test_keeps_slacks_limits_and_shows_user_text_as_text(self, locale: str) -> None:
        nasty = replace(PACK, account=NASTY * 9, confirmation="&" * 40)
        entry = EntryFacts("adjusted", -1, NOW, "U0MAX", 123_456, NASTY * 50)
        histories = [PackHistory(nasty, [entry] * messages.ENTRIES_SHOWN, 9_999)] * messages.PACKS_SHOWN
        accounts = [AccountEntry(n, "X", NASTY * 9, None, None) for n in range(50)]
        words = Words(locale, "Europe/Paris")
        for count in (len(histories), 99):
            said = messages.packs(histories, count, accounts=accounts, words=words, now=NOW)
            assert [block.to_dict() for block in Block.parse_all(said.blocks)] == said.blocks
            assert len(said.blocks) <= 50
            assert max(map(len, texts(said))) <= 3000
            assert not any("<!" in text or "U0EVIL>" in text or "<https" in text for text in texts(said))


class TestWithoutPacks:
    """Who has none reads what to do."""

    def test_of_no_account_is_told_whom_to_ask(self) -> None:
        said = messages.no_account(managers=["U0MAX", "U0EVA"], words=ENGLISH).text
        assert "/incident claim" in said
        assert "<@U0MAX>, <@U0EVA>" in said

    def test_without_managers_somebody_is_to_be_asked(self) -> None:
        assert messages.no_account(managers=[], words=ENGLISH).text.endswith("or ask a manager.")


class TestNotices:
    """Buyers read how much is left, and until when."""

    @pytest.mark.parametrize(
        ("left", "said"),
        [
            (2, "🪫 2 prepaid incidents are left of 5 in the pack ••••5678 of Acme, which expires on 10 Jan 2027."),
            (1, "🪫 1 prepaid incident is left of 5 in the pack ••••5678 of Acme, which expires on 10 Jan 2027."),
            (0, "🪫 No prepaid incidents are left of 5 in the pack ••••5678 of Acme, which expires on 10 Jan 2027."),
        ],
    )
    def test_of_a_low_balance(self, left: int, said: str) -> None:
        pack = replace(PACK, balance=replace(PACK.balance, left=left))
        assert messages.low_balance(pack, words=ENGLISH).text == said

    @pytest.mark.parametrize(
        ("before", "said"),
        [
            (
                timedelta(days=30, hours=-9),
                "expires in 30 days, on 10 Jan 2027, with 3 incidents left. Incidents must be",
            ),
            (timedelta(days=7), "expires in 7 days,"),
            (timedelta(hours=1), "expires tomorrow,"),
        ],
    )
    def test_of_expiry(self, before: timedelta, said: str) -> None:
        now = PACK.expires_at - before
        assert said in messages.expiry_notice(PACK, words=ENGLISH, now=now, timezone="Europe/Paris").text

    def test_counts_the_days_of_the_account_and_not_of_the_reader(self) -> None:
        """At 9:00 on 3 January in Auckland it is still the second in Paris."""
        pack = replace(PACK, expires_at=midnight(EXPIRES, timezone="Pacific/Auckland"))
        now = midnight(date(2027, 1, 3), timezone="Pacific/Auckland") + timedelta(hours=9)
        said = messages.expiry_notice(pack, words=ENGLISH, now=now, timezone="Pacific/Auckland").text
        assert "in 7 days" in said
