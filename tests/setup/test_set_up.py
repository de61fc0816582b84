"""From an app in Slack to a first incident, by answering questions."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from sqlmodel import SQLModel, select
from typer.testing import CliRunner

from bot.app import Guichet
from bot.cli import cli
from bot.database import open_database
from bot.settings import Settings, read_settings
from bot.setup_error import SetupError
from models import Account, Membership, Pack, Product
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.journeys.harness import ANSWERS, CUSTOMERS, SECRET, TRIAGE, workspace
from tests.people import People

TOKENS = ["xoxb-fake", "xapp-fake"]
SOMETHING_IS_WRONG = 1


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A workspace with a customers' and a technicians' channel that the app was invited to."""
    with FakeSlack(socket_url="wss://127.0.0.1/") as slack:
        workspace(slack)
        yield slack


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: FakeSlack) -> Path:
    """An empty folder to work in, with no settings of this machine."""
    for name in os.environ:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)
    monkeypatch.setenv("SLACK_API_URL", slack.url)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(*answers: str) -> Result:
    """Run `guichet setup`, with these answers at the terminal."""
    done = CliRunner().invoke(cli, ["setup"], input="".join(f"{one}\n" for one in answers))
    assert not [token for token in TOKENS if token in done.output], "no token is shown"
    return done


def stored(*tables: type[SQLModel]) -> list[int]:
    """Return how many rows each table has."""
    database = open_database(read_settings().database_url)
    with database.reading() as session:
        counts = [len(session.exec(select(table)).all()) for table in tables]
    database.close()
    return counts


@pytest.mark.usefixtures("folder")
def test_leads_from_nothing_to_a_first_incident(slack: FakeSlack) -> None:
    done = answered(*TOKENS, "2", "1, 2", "", "y", "Acme, Ltd", "1")

    assert done.exit_code == 0, done.output
    assert "Slack knows Guichet as @guichet in Fake Workspace." in done.output
    assert "2  #triage  C0TRIAGE" in done.output
    assert "1  Theo  U0THEO" in done.output
    assert done.output.endswith("Now run `guichet run`, and type /incident in #acme-support.\n")
    settings = read_settings(slack_signing_secret=SECRET)
    assert (settings.triage_channel, settings.managers, settings.locale) == (TRIAGE, ("U0THEO", "U0TESS"), "en")
    assert stored(Product, Account, Membership, Pack) == [5, 1, 1, 1]

    guichet = Guichet(settings, POLICY)
    guichet.prepare()
    alice = People(guichet.bolt, slack, SECRET)["U0ALICE"]
    alice.command("/incident", channel=CUSTOMERS)
    assert alice.submit(ANSWERS).ok
    guichet.delivery.run()
    guichet.database.close()
    card = slack.text_of(slack.messages(TRIAGE)[-1])
    assert "INC-1 · Mail is down" in card
    assert "Acme, Ltd" in card
    assert "Pack ••••0001" in card


def test_asks_again_until_an_answer_can_be_used(folder: Path) -> None:
    done = answered(
        *("xoxp-wrong", "xoxb-of another", "xoxb-another", "xoxb-fake"),
        *("fake", "xapp-another", "xapp-fake"),
        *("", "triage", "9", TRIAGE),
        *("Theo", "1,7", ""),
        *("de", "fr"),
        "n",
    )

    assert done.exit_code == 0, done.output
    for said in (
        "SLACK_BOT_TOKEN is wrong (it does not start with xoxb-): copy the Bot User OAuth Token",
        "SLACK_BOT_TOKEN is wrong (it contains a space or a letter that no token has)",
        "Slack refuses this token (invalid_auth).",
        "SLACK_APP_TOKEN is wrong (it does not start with xapp-)",
        "TRIAGE_CHANNEL is wrong: open the channel's details in Slack",
        "MANAGERS is wrong (entry 1 is not a Slack member ID)",
        "MANAGERS is wrong (entry 2 is not a Slack member ID)",
        "LOCALE is wrong: give en or fr.",
        "Now run `guichet run`, and type /incident in Slack.",
    ):
        assert said in done.output
    assert read_settings().model_dump(include={"managers", "locale"}) == {"managers": (), "locale": "fr"}
    assert sorted(one.name for one in folder.iterdir()) == [".env"]


def test_offers_again_what_is_known(folder: Path) -> None:
    answered(*TOKENS, "2", "1", "fr", "y", "", "1")
    (folder / ".env").write_text(f"# Ours.\nLOG_LEVEL=DEBUG\n{(folder / '.env').read_text()}")
    (folder / "lists" / "products.csv").write_text("code,name,mainstream_end,extended_end\nfax,Fax,,\n")
    before = (folder / ".env").read_text()

    done = answered("", "", "", "", "", "", "", "1")

    assert done.exit_code == 0, done.output
    assert "[Enter keeps the one that is there]" in done.output
    assert "[C0TRIAGE]" in done.output
    assert (folder / ".env").read_text() == before
    assert stored(Product, Account, Membership, Pack) == [6, 1, 1, 1]


@pytest.mark.usefixtures("folder")
def test_goes_on_by_ids_where_slack_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")

    done = answered(*TOKENS, TRIAGE, "U0MAX", "en", "y", "Globex", TRIAGE, "no", "")

    assert done.exit_code == 0, done.output
    assert "Slack gives no answer" in done.output
    assert "Guichet is not in any channel yet" in done.output
    assert "That is the technicians' channel: they would all belong to the account." in done.output
    assert "Please give one channel, by its number or id (C…)." in done.output
    assert (read_settings().triage_channel, read_settings().managers) == (TRIAGE, ("U0MAX",))
    assert stored(Product, Account, Membership, Pack) == [5, 1, 0, 1]


def test_writes_nothing_before_all_is_answered(folder: Path) -> None:
    done = answered(*TOKENS, "2")

    assert done.exit_code == SOMETHING_IS_WRONG
    assert list(folder.iterdir()) == []


def test_a_list_that_cannot_be_imported_is_told(folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "lists" / "accounts.csv").write_text("code\n")

    done = answered(*TOKENS, "2", "", "", "y", "", "1")

    assert isinstance(done.exception, SetupError)
    said = str(done.exception)
    assert said.startswith(f"{Path('lists/accounts.csv')} was refused:\nline 1, column calendar: the column is missing")
