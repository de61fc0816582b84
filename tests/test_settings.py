import os
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import HOW_TO_GET, Settings, WrongSetting, read_settings

ENOUGH = {"SLACK_BOT_TOKEN": "xoxb-1-bot", "SLACK_APP_TOKEN": "xapp-1-app", "TRIAGE_CHANNEL": "C0TRIAGE"}
DEFAULTS = {
    "fallback": True,
    "heartbeat_url": None,
    "delivery_workers": 24,
    "slack_signing_secret": None,
    "slack_api_url": "https://slack.com/api/",
    "managers": (),
    "database_url": "sqlite:///guichet.db",
    "policy_file": None,
    "locale": "en",
    "log_level": "INFO",
    "port": None,
}
SECRET = "s3kr1t"
EXAMPLE = Path(__file__).parents[1] / ".env.example"


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings come from a test alone: no variable of this machine, and no .env beside us."""
    for name in [name for name in os.environ if name.lower() in Settings.model_fields]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Read the settings with these variables beside those that are needed; None takes one away."""

    def read(**changed: str | None) -> Settings:
        for name, value in (ENOUGH | changed).items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return read_settings()

    return read


def refusal(read: Any, **changed: str | None) -> str:
    with pytest.raises(WrongSetting) as refused:
        read(**changed)
    return str(refused.value)


class TestDefaults:
    """What a team gets that sets only what it must."""

    def test_three_settings_are_enough(self, read: Any) -> None:
        settings = read()

        assert (
            settings.slack_bot_token.get_secret_value(),
            settings.slack_app_token.get_secret_value(),
            settings.triage_channel,
        ) == ("xoxb-1-bot", "xapp-1-app", "C0TRIAGE")
        assert settings.model_dump(exclude={"slack_bot_token", "slack_app_token", "triage_channel"}) == DEFAULTS

    def test_nothing_can_be_changed_afterwards(self, read: Any) -> None:
        settings = read()

        with pytest.raises(ValidationError, match="frozen"):
            settings.locale = "fr"

    def test_an_empty_variable_counts_as_left_out(self, read: Any) -> None:
        optional = [name.upper() for name, field in Settings.model_fields.items() if not field.is_required()]

        assert read(**{name: "" for name in optional if name not in ENOUGH}) == read()


class TestRefusal:
    """Each missing or wrong setting gives one sentence that names it and says how to get it."""

    @pytest.mark.parametrize("given", [None, ""])
    @pytest.mark.parametrize(
        ("name", "also"),
        [
            ("SLACK_BOT_TOKEN", {}),
            ("SLACK_APP_TOKEN", {}),
            ("TRIAGE_CHANNEL", {}),
            ("SLACK_SIGNING_SECRET", {"PORT": "3000"}),
        ],
    )
    def test_says_what_is_missing(self, read: Any, name: str, also: dict[str, str], given: str | None) -> None:
        assert refusal(read, **also, **{name: given}) == f"{name} is missing: {HOW_TO_GET[name.lower()]}."

    @pytest.mark.parametrize(
        ("name", "given", "reason"),
        [
            ("SLACK_BOT_TOKEN", "xapp-1-app", "it does not start with xoxb-"),
            ("SLACK_BOT_TOKEN", "xoxb-1 bot", "it contains a space or a letter that no token has"),
            ("SLACK_BOT_TOKEN", "xoxb-1-bot ", "it contains a space or a letter that no token has"),
            ("SLACK_BOT_TOKEN", "xoxb-é", "it contains a space or a letter that no token has"),
            ("SLACK_APP_TOKEN", "xoxb-1-bot", "it does not start with xapp-"),
            ("SLACK_APP_TOKEN", "xapp-…", "it contains a space or a letter that no token has"),
            ("SLACK_SIGNING_SECRET", "a b", "it contains a space or a letter that no token has"),
            ("SLACK_API_URL", "slack.com/api", "it is not an http address"),
            ("SLACK_API_URL", "http://localhost/api/?x", "it has a ? or a #, and names of methods are to follow it"),
            (
                "SLACK_API_URL",
                "http://me:x@localhost/api/",
                "it contains a name or a password before an @, which are not sent",
            ),
            ("DELIVERY_WORKERS", "0", ""),
            ("DELIVERY_WORKERS", "65", ""),
            ("DELIVERY_WORKERS", "many", ""),
            ("HEARTBEAT_URL", "https://beat.example/a b", "it contains a blank or a letter that no address has"),
            (
                "DATABASE_URL",
                "sqlite:///~/guichet.db",
                "it begins with ~, which only a shell understands: write the whole path",
            ),
            (
                "DATABASE_URL",
                "sqlite:///file:guichet.db",
                "it has options of SQLite's, and only the path of a file is taken",
            ),
            ("TRIAGE_CHANNEL", "#triage", ""),
            ("TRIAGE_CHANNEL", "triage", ""),
            ("TRIAGE_CHANNEL", "U0THEO", ""),
            ("MANAGERS", "max", "entry 1 is not a Slack member ID"),
            ("MANAGERS", "U0MAX, @mia", "entry 2 is not a Slack member ID"),
            ("MANAGERS", "C0TRIAGE", "entry 1 is not a Slack member ID"),
            ("MANAGERS", "u0max", "entry 1 is not a Slack member ID"),
            ("MANAGERS", "U", "entry 1 is not a Slack member ID"),
            ("DATABASE_URL", "guichet.db", "it starts neither with sqlite:/// nor with postgresql://"),
            ("DATABASE_URL", "mysql://host/guichet", "it starts neither with sqlite:/// nor with postgresql://"),
            ("DATABASE_URL", "sqlite:///", "it names no file"),
            ("DATABASE_URL", "sqlite:///:memory:", "it names no file"),
            ("LOCALE", "de", ""),
            ("LOCALE", "FR", ""),
            ("LOG_LEVEL", "LOUD", ""),
            ("PORT", "http", ""),
            ("PORT", "0", ""),
            ("PORT", "65536", ""),
        ],
    )
    def test_says_what_is_wrong(self, read: Any, name: str, given: str, reason: str) -> None:
        why = f" ({reason})" if reason else ""

        assert refusal(read, **{name: given}) == f"{name} is wrong{why}: {HOW_TO_GET[name.lower()]}."

    def test_tells_the_first_of_several(self, read: Any) -> None:
        assert refusal(read, SLACK_BOT_TOKEN=None, TRIAGE_CHANNEL="#triage").startswith("SLACK_BOT_TOKEN is missing")

    def test_knows_advice_for_every_setting(self) -> None:
        assert list(HOW_TO_GET) == list(Settings.model_fields)

    @pytest.mark.parametrize("advice", HOW_TO_GET.values(), ids=HOW_TO_GET)
    def test_advice_fits_into_one_sentence(self, advice: str) -> None:
        assert not advice.endswith(".")
        assert advice[0].islower()
        assert "\n" not in advice


class TestSecrets:
    """Whatever goes wrong, no secret is printed or logged."""

    @pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields if name != "policy_file"])
    @pytest.mark.parametrize("given", [f"{SECRET} {SECRET}", f"xoxb-{SECRET} "])
    def test_are_not_in_the_sentence_whichever_field_they_were_pasted_into(
        self, read: Any, name: str, given: str
    ) -> None:
        assert SECRET not in refusal(read, **{name: given})

    def test_are_not_in_the_trace_behind_the_sentence(self, read: Any) -> None:
        with pytest.raises(WrongSetting) as refused:
            read(SLACK_BOT_TOKEN=SECRET)

        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__

    def test_are_not_in_the_settings_when_printed(self, read: Any) -> None:
        settings = read(SLACK_BOT_TOKEN=f"xoxb-{SECRET}", SLACK_APP_TOKEN=f"xapp-{SECRET}", SLACK_SIGNING_SECRET=SECRET)

        assert SECRET not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"

    def test_in_addresses_are_not_in_the_settings_when_printed(self, read: Any) -> None:
        addresses = {
            "DATABASE_URL": f"postgresql://me:{SECRET}@db/x",
            "HEARTBEAT_URL": f"https://beat.example/{SECRET}",
        }

        assert SECRET not in f"{read(**addresses)!r} {read(**addresses)}"


class TestManagers:
    """Member IDs are separated by commas, spaces or both."""

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("U0MAX", ("U0MAX",)),
            ("U0MAX,U0MIA", ("U0MAX", "U0MIA")),
            ("U0MAX, U0MIA", ("U0MAX", "U0MIA")),
            ("U0MAX U0MIA", ("U0MAX", "U0MIA")),
            (" U0MAX ,, W0MIA, ", ("U0MAX", "W0MIA")),  # W is Enterprise Grid's.
            (" , ", ()),
        ],
    )
    def test_are_read(self, read: Any, given: str, expected: tuple[str, ...]) -> None:
        assert read(MANAGERS=given).managers == expected

    def test_who_is_named_twice_is_told_once(self, read: Any) -> None:
        """A second notice of one breach to one manager would break the outbox's unique key at filing."""
        assert read(MANAGERS="U0MAX, U0MIA, U0MAX").managers == ("U0MAX", "U0MIA")


class TestWayIn:
    """Slack reaches us by Socket Mode or over HTTP, and each needs its own secret."""

    @pytest.mark.parametrize(
        ("given", "missing"),
        [
            ({"SLACK_APP_TOKEN": "xapp-1"}, None),
            ({"PORT": "3000", "SLACK_SIGNING_SECRET": "abc"}, None),
            ({"PORT": "3000", "SLACK_SIGNING_SECRET": "abc", "SLACK_APP_TOKEN": "xapp-1"}, None),
            ({}, "SLACK_APP_TOKEN"),
            ({"SLACK_SIGNING_SECRET": "abc"}, "SLACK_APP_TOKEN"),
            ({"PORT": "3000"}, "SLACK_SIGNING_SECRET"),
            ({"PORT": "3000", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_SIGNING_SECRET"),
        ],
    )
    def test_needs_its_secret(self, read: Any, given: dict[str, str], missing: str | None) -> None:
        given = {"SLACK_APP_TOKEN": None, **given}

        if missing is None:
            assert read(**given).port == (3000 if "PORT" in given else None)
        else:
            assert refusal(read, **given).startswith(f"{missing} is missing: ")

    @pytest.mark.parametrize("port", [1, 65535])
    def test_any_port_will_do(self, read: Any, port: int) -> None:
        assert read(PORT=str(port), SLACK_SIGNING_SECRET="abc").port == port

    @pytest.mark.parametrize("given", ["http://localhost:1/api", "http://localhost:1/api/", "http://localhost:1/api//"])
    def test_the_web_api_base_ends_with_one_slash(self, read: Any, given: str) -> None:
        assert read(SLACK_API_URL=given).slack_api_url == "http://localhost:1/api/"


class TestDotEnv:
    """The file .env in the current directory is read, and the environment wins over it."""

    def test_is_read(self, tmp_path: Path) -> None:
        lines = [f"{name}={value}" for name, value in ENOUGH.items()]
        (tmp_path / ".env").write_text("\n".join([*lines, "LOCALE=fr", "SOMETHING_ELSE=1"]))

        settings = read_settings()

        assert (settings.triage_channel, settings.locale) == ("C0TRIAGE", "fr")

    def test_yields_to_the_environment(self, read: Any, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text("TRIAGE_CHANNEL=C0FILE\nLOCALE=fr\n")

        settings = read()

        assert (settings.triage_channel, settings.locale) == ("C0TRIAGE", "fr")

    def test_is_refused_in_one_sentence_when_it_is_no_text(self, read: Any, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes(b"LOCALE=fr\nMANAGERS=\xff\n")

        assert refusal(read) == "The file .env cannot be read: save it as UTF-8."


class TestExample:
    """`.env.example` is the list of all settings, to be copied and filled in."""

    ENTRY = re.compile(r"((?:# .+\n)+)(# )?([A-Z_]+)=(.*)")

    def entries(self) -> list[tuple[str, ...]]:
        """Return comment, "# " where it is commented out, name and value of each setting."""
        found = [self.ENTRY.fullmatch(part) for part in EXAMPLE.read_text(encoding="utf-8").strip().split("\n\n")[1:]]
        assert all(found), "after the first, each paragraph is a comment and a setting"
        return [entry.groups(default="") for entry in found if entry]

    def test_lists_every_setting_with_a_comment_in_order(self) -> None:
        assert [name.lower() for _, _, name, _ in self.entries()] == list(Settings.model_fields)

    def test_leaves_only_what_must_be_filled_in_uncommented(self) -> None:
        needed = [name for _, hidden, name, _ in self.entries() if not hidden]

        assert needed == list(ENOUGH)
        assert [value for _, hidden, _, value in self.entries() if not hidden] == ["", "", ""]

    def test_shows_the_default_of_what_may_be_left_out(self) -> None:
        shown = {name.lower(): value for _, hidden, name, value in self.entries() if hidden}
        defaults = {name: Settings.model_fields[name].default for name in shown}

        assert shown == {
            name: str(value).lower() if value is True else str(value or "") for name, value in defaults.items()
        }

    def test_works_when_copied_filled_in_and_uncommented(self, tmp_path: Path) -> None:
        text = EXAMPLE.read_text(encoding="utf-8")
        filled = re.sub(r"(?m)^(?:# )?([A-Z_]+)=(.*)$", lambda line: f"{line[1]}={ENOUGH.get(line[1], line[2])}", text)
        (tmp_path / ".env").write_text(filled, encoding="utf-8")

        assert read_settings().model_dump(exclude={"slack_bot_token", "slack_app_token"}) == {
            "triage_channel": "C0TRIAGE",
            **DEFAULTS,
        }
