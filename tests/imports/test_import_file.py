import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, SQLModel, func, select

from bot import ledger
from bot.database import Database
from bot.imports.dates import SAVE_AS_ISO
from bot.imports.import_file import AnotherImport, Counts
from bot.imports.kind import AT_ONCE
from bot.imports.mistakes import WrongFile
from bot.imports.options import DayOrder
from models import Account, Counter, Event, LedgerEntry, Membership, OutboxMessage, Pack, Product
from models.search_text import search_text

Import = Callable[..., Counts]

ACCOUNTS = "code,name,calendar,language\nacme,Acme SA,,fr\nGLOBEX,Globex Inc.,Tokyo,\n"
PRODUCTS = "code,name,mainstream_end,extended_end\nmail,Mail Server,2027-10-12,2032-10-12\nold,Old Server,,\n"
MEMBERS = (
    "account,kind,value,buyer\n"
    "acme,person,U0ALICE,yes\nacme,Domain,@Acme.Example,\nACME,channel,c0acme,no\nglobex,user,u0alice,No\n"
)
PACKS = (
    "account,confirmation,size,bought_on,expires_on\n"
    "acme,ab 12-34,5,2026-11-02,\nglobex,GX-0001,10,2026-01-15,2026-12-31\n"
)
FILES = {"accounts": ACCOUNTS, "products": PRODUCTS, "members": MEMBERS, "packs": PACKS}


def rows(database: Database, table: type[SQLModel]) -> list[dict[str, object]]:
    """Return all rows of a table, oldest first, without their ids and the columns used for searching."""
    with database.reading() as session:
        found = session.exec(select(table).order_by(table.id)).all()  # type: ignore[attr-defined]
        return [one.model_dump(exclude={"id", "search_text"}) for one in found]


def count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


@pytest.fixture
def filled(import_text: Import) -> Import:
    """A database with two accounts, two products, some members and two packs."""
    for kind, text in FILES.items():
        import_text(kind, text)
    return import_text


class TestFirstTime:
    """Rows that do not exist yet are added."""

    def test_adds_products(self, database: Database, import_text: Import) -> None:
        assert import_text("products", PRODUCTS) == Counts(added=2)
        assert rows(database, Product) == [
            {
                "code": "mail",
                "name": "Mail Server",
                "mainstream_end": date(2027, 10, 12),
                "extended_end": date(2032, 10, 12),
            },
            {"code": "old", "name": "Old Server", "mainstream_end": None, "extended_end": None},
        ]

    def test_adds_accounts(self, database: Database, import_text: Import) -> None:
        assert import_text("accounts", ACCOUNTS) == Counts(added=2)
        assert rows(database, Account) == [
            {"code": "ACME", "name": "Acme SA", "calendar": None, "locale": "fr"},
            {"code": "GLOBEX", "name": "Globex Inc.", "calendar": "tokyo", "locale": None},
        ]

    def test_adds_members(self, database: Database, import_text: Import) -> None:
        import_text("accounts", ACCOUNTS)

        assert import_text("members", MEMBERS) == Counts(added=4)
        assert rows(database, Membership) == [
            {"account_id": 1, "kind": "user", "value": "U0ALICE", "is_buyer": True},
            {"account_id": 1, "kind": "domain", "value": "acme.example", "is_buyer": False},
            {"account_id": 1, "kind": "channel", "value": "C0ACME", "is_buyer": False},
            {"account_id": 2, "kind": "user", "value": "U0ALICE", "is_buyer": False},
        ]

    def test_grants_packs_with_their_first_entry_and_an_event(
        self, database: Database, import_text: Import, now: datetime
    ) -> None:
        import_text("accounts", ACCOUNTS)

        assert import_text("packs", PACKS) == Counts(added=2)
        first, second = rows(database, Pack)
        assert first == {
            "account_id": 1,
            "confirmation": "AB1234",
            "size": 5,
            "bought_on": date(2026, 11, 2),
            "expires_on": date(2027, 11, 2),  # A year after purchase.
            "expires_at": datetime(2027, 11, 1, 23, tzinfo=UTC),  # Midnight in Paris, UTC+1.
            "expiry_counts": "filing",
            "units_left": 5,
            "has_expired": False,
            "low_balance_notified": False,
            "expiry_notified_days": None,
        }
        assert second["expires_on"] == date(2026, 12, 31)
        assert second["expires_at"] == datetime(2026, 12, 30, 15, tzinfo=UTC)  # Midnight in Tokyo, UTC+9.
        assert [(row["pack_id"], row["kind"], row["units"], row["actor"]) for row in rows(database, LedgerEntry)] == [
            (1, "granted", 5, "import"),
            (2, "granted", 10, "import"),
        ]
        granted = [row for row in rows(database, Event) if row["kind"] == "grant_pack"]
        assert granted[0] == {
            "incident_id": None,
            "account_id": 1,
            "kind": "grant_pack",
            "actor": "import",
            "at": now,
            "before": {},
            "after": {"pack": "••••234", "size": 5, "expires_on": "2027-11-02"},
        }

    def test_records_which_file_it_was(self, database: Database, import_text: Import) -> None:
        import_text("products", PRODUCTS)

        (event,) = rows(database, Event)
        assert (event["kind"], event["actor"]) == ("import_products", "import")
        assert event["after"] == {
            "file": "products.csv",
            "sha256": hashlib.sha256(PRODUCTS.encode()).hexdigest(),
            "added": 2,
            "changed": 0,
            "unchanged": 0,
        }


class TestSpreadsheets:
    """What spreadsheets write is understood where it can mean one thing only."""

    @pytest.mark.parametrize(("order", "ends"), [("dmy", date(2027, 4, 3)), ("mdy", date(2027, 3, 4))])
    def test_reads_dates_in_the_order_that_was_said(
        self, database: Database, import_text: Import, order: DayOrder, ends: date
    ) -> None:
        text = "code,name,mainstream_end,extended_end\na,A,03/04/2027,2030-12-31\n"

        assert import_text("products", text, dates=order) == Counts(added=1)
        assert [row["mainstream_end"] for row in rows(database, Product)] == [ends]

    def test_reads_french_words(self, database: Database, import_text: Import) -> None:
        import_text("accounts", ACCOUNTS)
        text = (
            "account;kind;value;buyer\n"
            "acme;Personne;U0ALICE;VRAI\nacme;utilisateur;U0BOB;Oui\nacme;domaine;acme.example;FAUX\nacme;canal;C0ACME;non\n"
        )

        assert import_text("members", text) == Counts(added=4)
        assert [(row["kind"], row["is_buyer"]) for row in rows(database, Membership)] == [
            ("user", True),
            ("user", True),
            ("domain", False),
            ("channel", False),
        ]

    def test_takes_off_the_apostrophe_of_an_export(self, database: Database, import_text: Import) -> None:
        import_text("accounts", "code,name,calendar,language\n'MAR2026,'s-Hertogenbosch BV,,\n")
        import_text("packs", "account,confirmation,size,bought_on\n'MAR2026,'00123456,5,2026-11-02\n")

        assert [(row["code"], row["name"]) for row in rows(database, Account)] == [("MAR2026", "'s-Hertogenbosch BV")]
        assert [row["confirmation"] for row in rows(database, Pack)] == ["00123456"]


class TestOnceMore:
    """The same file changes nothing; another one changes what it says, and leaves the rest alone."""

    @pytest.mark.parametrize("kind", FILES)
    def test_changes_nothing(self, database: Database, filled: Import, kind: str) -> None:
        tables = (Account, Product, Membership, Pack, LedgerEntry, Event)
        before = [rows(database, table) for table in tables]

        assert filled(kind, FILES[kind]) == Counts(unchanged=len(FILES[kind].splitlines()) - 1)
        assert [rows(database, table) for table in tables] == before

    def test_changes_what_is_otherwise(self, database: Database, filled: Import) -> None:
        assert filled("products", "code,name,mainstream_end,extended_end\nmail,Mail,2027-10-12,\n") == Counts(changed=1)
        assert filled("accounts", "code,name,calendar,language\nAcme,Acme,tokyo,\n") == Counts(changed=1)
        assert filled("members", "account,kind,value,buyer\nacme,person,U0ALICE,no\n") == Counts(changed=1)

        assert [(row["name"], row["extended_end"]) for row in rows(database, Product)] == [
            ("Mail", None),
            ("Old Server", None),
        ]
        assert rows(database, Account)[0] == {"code": "ACME", "name": "Acme", "calendar": "tokyo", "locale": None}
        assert [row["is_buyer"] for row in rows(database, Membership)] == [False] * 4

    @pytest.mark.parametrize(
        "code", ["ACME\u200b", "\ufeffAcme", "AC\u00adME", "A\u2060CME", "\u202aACME\u202c", "acme\u00a0"]
    )
    def test_makes_no_second_account_of_what_looks_the_same(
        self, database: Database, import_text: Import, code: str
    ) -> None:
        import_text("accounts", "code,name,calendar,language\nACME,E\u0301cole,,\n")

        assert import_text("accounts", f"code,name,calendar,language\n{code},École\u200b,,\n") == Counts(unchanged=1)
        assert import_text("products", "code,name,mainstream_end,extended_end\nm\u2011l,Mail,,\n") == Counts(added=1)
        assert import_text("products", "code,name,mainstream_end,extended_end\nM-L,Mail,,\n").added == 0
        assert [row["name"] for row in rows(database, Account)] == ["École"]

    def test_shows_the_new_name_at_the_counter(self, database: Database, filled: Import) -> None:
        with database.transaction() as session:
            session.add(Counter(channel="C0ACME", ts="1.1"))
        filled("accounts", "code,name,calendar,language\nacme,Acme Ltd,,fr\n")

        with database.reading() as session:
            (message,) = session.exec(select(OutboxMessage)).all()
        assert (message.kind, message.channel, message.parameters["ts"]) == ("refresh_counter", "C0ACME", "1.1")

    @pytest.mark.parametrize("table", [Product, Account])
    def test_changes_what_a_search_compares(
        self, database: Database, filled: Import, table: type[Product | Account]
    ) -> None:
        filled("products", "code,name,mainstream_end,extended_end\nmail,Édition,2027-10-12,\n")
        filled("accounts", "code,name,calendar,language\nAcme,École,tokyo,\n")

        with database.reading() as session:
            found = session.exec(select(table)).all()
        assert [one.search_text for one in found] == [search_text(one.name, one.code) for one in found]

    def test_moves_the_end_of_packs_with_their_account_to_another_zone(
        self, database: Database, filled: Import
    ) -> None:
        filled("accounts", "code,name,calendar,language\nACME,Acme SA,tokyo,fr\nGLOBEX,Globex,Tokyo,\n")

        assert [row["expires_at"] for row in rows(database, Pack)] == [
            datetime(2027, 11, 1, 15, tzinfo=UTC),  # Midnight in Tokyo, UTC+9.
            datetime(2026, 12, 30, 15, tzinfo=UTC),  # As before.
        ]

    def test_knows_a_product_by_its_code_in_other_letters(self, database: Database, filled: Import) -> None:
        header = "code,name,mainstream_end,extended_end\n"

        assert filled("products", header + "MAIL,Mail,,\nOld,Old Server,,\n") == Counts(changed=2)
        assert filled("products", header + "mail,Mail,,\nOld,Old Server,,\n") == Counts(changed=1, unchanged=1)
        assert [row["code"] for row in rows(database, Product)] == ["mail", "Old"]

    def test_leaves_the_expiry_of_a_pack_alone_where_the_file_says_none(self, filled: Import) -> None:
        text = "account,confirmation,size,bought_on\nglobex,gx 0001,10,2026-01-15\n"

        assert filled("packs", text) == Counts(unchanged=1)


class TestDryRun:
    """A dry run says what would be done, and does nothing."""

    def test_counts_and_writes_nothing(self, database: Database, import_text: Import) -> None:
        assert import_text("products", PRODUCTS, is_dry_run=True) == Counts(added=2)
        assert rows(database, Product) == rows(database, Event) == []

    def test_finds_what_is_wrong(self, filled: Import) -> None:
        channels = "".join(f"globex,channel,C0{n:05},\n" for n in range(AT_ONCE))  # The same again in the next batch.

        with pytest.raises(WrongFile, match="channel C000007 is tied to account GLOBEX"):
            filled("members", f"account,kind,value,buyer\n{channels}acme,channel,C000007,\n", is_dry_run=True)


GRANTED_OTHERWISE = (
    "this pack has been granted with 5, and what is granted is never rewritten: write that here; a balance is "
    "corrected in /incident admin, with a reason."
)
HOW_TO_SAY = f"{SAVE_AS_ISO}; or add --dates dmy (day first) or --dates mdy (month first)."
MISTAKES: dict[str, dict[str, list[str]]] = {
    "products": {
        ",Nameless,,": ["column code: the value is missing."],
        "a,,,": ["column name: the value is missing."],
        "a,A,2027-02-30,": ["column mainstream_end: there is no such day as 2027-02-30."],
        "a,A,12/10/2027,": [f"column mainstream_end: '12/10/2027' may mean 2027-10-12 or 2027-12-10: {HOW_TO_SAY}"],
        "a,A,2027-10-12,25/10/2032": [
            f"column extended_end: '25/10/2032' is not written like 2026-11-23: {HOW_TO_SAY}"
        ],
        "a,A,20271012,": ["column mainstream_end: '20271012' is not written like 2026-11-23: year, month, day."],
        "a,A,,9999-12-31": [
            "column extended_end: the year of 9999-12-31 cannot be right; leave the field empty if it is unknown."
        ],
        "a,A,2032-01-01,2027-01-01": [
            "column extended_end: 2027-01-01 is before the end of mainstream support: correct one of them."
        ],
        "a,\u200b\u2800,,": ["column name: the value is missing."],
        "a,\u00b7,,": ["column name: there is neither a letter nor a digit in it."],
        f"a,{'A' * 151},,": ["column name: 151 characters are too many: shorten it to 150."],
        'a,"A\nB",,': ["column name: there is a line end or another control character in it: remove it."],
        "a,A\x00,,": ["column name: there is a line end or another control character in it: remove it."],
        "mail,Mail,,\nMail,Mail,,": ["column code: the same is already in line 2: remove one of them."],
        f"a,{'A' * 140_000},,": ["column name: 140000 characters are too many: shorten it to 150."],
        "#REF!,#N/A,#VALUE!,#VALEUR!": [
            "column code: #REF! is a spreadsheet error, not a value: fix it there.",
            "column extended_end: #VALEUR! is a spreadsheet error, not a value: fix it there.",
            "column mainstream_end: #VALUE! is a spreadsheet error, not a value: fix it there.",
            "column name: #N/A is a spreadsheet error, not a value: fix it there.",
        ],
        "1.23457E+12,A,,": [
            "column code: a spreadsheet has shortened 1.23457E+12: make the column text and type it again."
        ],
        ",,x,y": [
            "column code: the value is missing.",
            "column extended_end: 'y' is not written like 2026-11-23: year, month, day.",
            "column mainstream_end: 'x' is not written like 2026-11-23: year, month, day.",
            "column name: the value is missing.",
        ],
    },
    "accounts": {
        "a,A,Mars,": ["column calendar: 'Mars' is not known: write default or tokyo."],
        "a,A,,de": ["column language: 'de' is not known: write en or fr."],
        f"a,A,,{'x' * 140_000}": [f"column language: '{'x' * 59}…' is not known: write en or fr."],
        "a,A,Err:502,": ["column calendar: Err:502 is a spreadsheet error, not a value: fix it there."],
        "a,A,,\nA,A,,": ["column code: the same is already in line 2: remove one of them."],
    },
    "members": {
        "nobody,person,U0BOB,": ["column account: there is no account 'NOBODY': import the accounts first."],
        "acme,,U0BOB,": ["column kind: the value is missing: write person, user, domain or channel."],
        "nobody,team,@bob,maybe": [
            "column account: there is no account 'NOBODY': import the accounts first.",
            "column buyer: 'maybe' is neither yes nor no.",
            "column kind: 'team' is not known: write person, user, domain or channel.",
        ],
        "#N/A,person,U0BOB,#NAME?": [
            "column account: #N/A is a spreadsheet error, not a value: fix it there.",
            "column buyer: #NAME? is a spreadsheet error, not a value: fix it there.",
        ],
        "acme,team,U0BOB,": ["column kind: 'team' is not known: write person, user, domain or channel."],
        "acme,person,@bob,": [
            "column value: '@bob' is not a member id such as U012AB3CD: see Copy member ID in the profile's ⋮ menu."
        ],
        "acme,channel,#acme,": [
            "column value: '#acme' is not a channel id such as C012AB3CD: it is at the end of the channel's details."
        ],
        "acme,domain,al@acme.example,": [
            "column value: 'al@acme.example' is not an e-mail domain; write what follows the @, such as acme.example."
        ],
        "acme,domain,U0BOB,": [
            "column value: 'U0BOB' is not an e-mail domain; write what follows the @, such as acme.example."
        ],
        "acme,domain,localhost,": [
            "column value: 'localhost' is not an e-mail domain; write what follows the @, such as acme.example."
        ],
        "acme,domain,10.0.0.1,": [
            "column value: '10.0.0.1' is not an e-mail domain; write what follows the @, such as acme.example."
        ],
        "acme,domain,GMail.com,": [
            "column value: anybody can get an address at gmail.com: name the people instead, one a line."
        ],
        "acme,domain,globex.example,yes": ["column buyer: a domain cannot be a buyer, only a person can: write no."],
        "acme,person,U0BOB,maybe": ["column buyer: 'maybe' is neither yes nor no."],
        "globex,channel,C0ACME,": [
            "column value: channel C0ACME is tied to account ACME: take it out there first, in /incident admin."
        ],
        "acme,channel,c0triage,": [
            "column value: C0TRIAGE is the technicians' channel: they would all become members of the account."
        ],
        "acme,person,U0BOB,\nACME,user,u0bob,yes": ["column value: the same is already in line 2: remove one of them."],
    },
    "packs": {
        "nobody,X-1,5,2026-11-02,": ["column account: there is no account 'NOBODY': import the accounts first."],
        "nobody,X-1,five,2026-11-02,2026-11-02": [
            "column account: there is no account 'NOBODY': import the accounts first.",
            "column expires_on: 2026-11-02 is not after the day of purchase: correct one of them.",
            "column size: 'five' is not a whole number from 1 to 1000.",
        ],
        "nobody,AB1234,5,2026-11-02,x": [
            "column account: there is no account 'NOBODY': import the accounts first.",
            "column expires_on: 'x' is not written like 2026-11-23: year, month, day.",
        ],
        "acme,AB1234,6,x,": [
            "column bought_on: 'x' is not written like 2026-11-23: year, month, day.",
            f"column size: {GRANTED_OTHERWISE}",
        ],
        "acme,#N/A,5,2026-11-02,": ["column confirmation: #N/A is a spreadsheet error, not a value: fix it there."],
        "acme,--,5,2026-11-02,": ["column confirmation: there is neither a letter nor a digit in it."],
        f"acme,{'X' * 41},5,2026-11-02,": [
            "column confirmation: 41 letters and digits are too many: at most 40 can be."
        ],
        "acme,1.23457E+12,5,2026-11-02,": [
            "column confirmation: a spreadsheet has shortened 1.23457E+12: make the column text and type it again."
        ],
        "acme,X-1,0,2026-11-02,": ["column size: '0' is not a whole number from 1 to 1000."],
        "acme,X-1,five,2026-11-02,": ["column size: 'five' is not a whole number from 1 to 1000."],
        "acme,X-1,5.0,2026-11-02,": ["column size: '5.0' is not a whole number from 1 to 1000."],
        "acme,X-1,-5,2026-11-02,": ["column size: '-5' is not a whole number from 1 to 1000."],
        "acme,X-1,5,,": ["column bought_on: the date is missing; write it like 2026-11-23."],
        "acme,X-1,5,2026-11-25,": ["column bought_on: 2026-11-25 is in the future: correct it."],
        "acme,X-1,5,2026-11-02,2026-11-02": [
            "column expires_on: 2026-11-02 is not after the day of purchase: correct one of them."
        ],
        "globex,AB1234,5,2026-11-02,": [
            "column confirmation: this number is a pack of account ACME: correct the number or the account."
        ],
        "acme,AB1234,6,2026-11-03,2028-01-01": [
            f"column {column}: this pack has been granted with {value}, and what is granted is never rewritten: write "
            "that here; a balance is corrected in /incident admin, with a reason."
            for column, value in [("bought_on", "2026-11-02"), ("expires_on", "2027-11-02"), ("size", "5")]
        ],
        "acme,x-1,5,2026-11-02,\nglobex,X 1,5,2026-11-02,": [
            "column confirmation: the same is already in line 2: remove one of them."
        ],
    },
}


class TestMistakes:
    """One mistake, and nothing at all is written."""

    @pytest.mark.parametrize("kind", MISTAKES)
    def test_are_told_with_line_and_column(self, database: Database, filled: Import, kind: str) -> None:
        before = [rows(database, table) for table in (Account, Product, Membership, Pack, LedgerEntry, Event)]
        header = FILES[kind].splitlines()[0]
        for lines, expected in MISTAKES[kind].items():
            last = lines.count("\n") + 2 if '"' not in lines else 2  # The header is line 1.

            with pytest.raises(WrongFile) as refused:
                filled(kind, f"{header}\n{lines}\n")

            assert [str(one) for one in refused.value.mistakes.shown] == [f"line {last}, {one}" for one in expected]
        assert [rows(database, table) for table in (Account, Product, Membership, Pack, LedgerEntry, Event)] == before

    def test_of_a_repeated_row_are_told_beside_that_it_is_repeated(self, filled: Import) -> None:
        header = "account,confirmation,size,bought_on\n"

        with pytest.raises(WrongFile) as refused:
            filled("packs", f"{header}acme,X-1,five,2026-11-02\nnobody,X 1,5,2026-13-02\n")

        assert [(one.line, one.column) for one in refused.value.mistakes.shown] == [
            (2, "size"),
            (3, "account"),
            (3, "bought_on"),
            (3, "confirmation"),
        ]

    def test_of_dates_whose_order_is_not_known_are_told_once_for_each_column(self, filled: Import) -> None:
        header = "code,name,mainstream_end,extended_end\n"
        dates = "a,A,25/12/2026,2030-01-01\nb,B,03/04/2027,04/05/2030\nc,C,05/06/2027,31/12/2030\nd,D,x,\n"

        with pytest.raises(WrongFile) as refused:
            filled("products", header + dates)

        assert [str(one) for one in refused.value.mistakes.shown] == [
            f"line 3, column extended_end: '04/05/2030' may mean 2030-05-04 or 2030-04-05: {HOW_TO_SAY}",
            f"line 3, column mainstream_end: '03/04/2027' may mean 2027-04-03 or 2027-03-04: {HOW_TO_SAY}",
            "line 5, column mainstream_end: 'x' is not written like 2026-11-23: year, month, day.",
        ]

    def test_at_the_end_of_a_long_file_undo_its_beginning(self, database: Database, filled: Import) -> None:
        many = "".join(f"acme,N-{n},5,2026-11-02\n" for n in range(2 * AT_ONCE))

        with pytest.raises(WrongFile) as refused:
            filled(
                "packs", f"account,confirmation,size,bought_on\n{many}acme,N-1,5,2026-11-02\nnobody,N,1,2026-11-02\n"
            )

        assert [one.line for one in refused.value.mistakes.shown] == [2 * AT_ONCE + 2, 2 * AT_ONCE + 3]
        with database.reading() as session:
            assert (count(session, Pack), count(session, LedgerEntry)) == (2, 2)


@pytest.mark.parametrize("ready_url", ["postgres"], indirect=True)  # One process at a time uses an SQLite file.
class TestMeanwhile:
    """On PostgreSQL a Guichet is running."""

    def test_customers_of_the_accounts_file_on(self, database: Database, filled: Import) -> None:
        """A lock that the import held over its rows would make them wait until the database says that it is busy."""
        filed: list[int] = []

        def file_meanwhile(line: int) -> None:
            with database.transaction() as session:
                assert ledger.lock_account(session, 1).code == "ACME"
                session.add(Pack(**{**rows(database, Pack)[0], "confirmation": f"M{len(filed)}"}))
            filed.append(line)

        packs = "".join(f"acme,N-{n},5,2026-11-02\n" for n in range(2 * AT_ONCE))
        filled("packs", f"account,confirmation,size,bought_on\n{packs}", on_rows=file_meanwhile)
        people = "".join(f"acme,person,U{n:06},\n" for n in range(2 * AT_ONCE))
        filled("members", f"account,kind,value,buyer\n{people}", on_rows=file_meanwhile)
        filled("accounts", "code,name,calendar,language\nacme,Acme,,\n", on_rows=file_meanwhile)

        assert len(filed) == 5

    def test_another_import_is_refused(self, database: Database, filled: Import) -> None:
        def import_too(_line: int) -> None:
            with pytest.raises(AnotherImport, match="Another file is being imported into this database: wait until"):
                filled("products", PRODUCTS)

        filled("products", PRODUCTS, on_rows=import_too)
        with database.reading() as session:
            assert count(session, Product) == 2
