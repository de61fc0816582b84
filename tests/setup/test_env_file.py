"""`.env` is written as a careful person would edit it."""

from pathlib import Path
from stat import S_IMODE

import pytest

from bot.setup.env_file import read_env, write_env

SETTINGS = {"SLACK_BOT_TOKEN": "xoxb-1", "LOCALE": "fr"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "SLACK_BOT_TOKEN=xoxb-1\nLOCALE=fr\n"),
        ("PORT=3000", "PORT=3000\nSLACK_BOT_TOKEN=xoxb-1\nLOCALE=fr\n"),
        ("# Mine.\nSLACK_BOT_TOKEN=\nPORT=1\n", "# Mine.\nSLACK_BOT_TOKEN=xoxb-1\nPORT=1\nLOCALE=fr\n"),
        ("LOCALE=en\n# LOCALE=\nSLACK_BOT_TOKEN=old", "LOCALE=fr\n# LOCALE=\nSLACK_BOT_TOKEN=xoxb-1"),
        ("# LOCALE=en\n#SLACK_BOT_TOKEN=\n", "LOCALE=fr\nSLACK_BOT_TOKEN=xoxb-1\n"),
        ("export LOCALE='en'\nMY_LOCALE=x\n", "LOCALE=fr\nMY_LOCALE=x\nSLACK_BOT_TOKEN=xoxb-1\n"),
    ],
)
def test_each_setting_has_its_place_and_the_rest_stays(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / ".env"
    file.write_text(before)

    write_env(file, SETTINGS)

    assert file.read_text() == after
    assert read_env(file).items() >= SETTINGS.items()


def test_a_new_file_begins_as_the_example(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("# How to get it.\nSLACK_BOT_TOKEN=\n\n# en or fr.\n# LOCALE=en\n")

    write_env(tmp_path / ".env", SETTINGS)

    assert (tmp_path / ".env").read_text() == "# How to get it.\nSLACK_BOT_TOKEN=xoxb-1\n\n# en or fr.\nLOCALE=fr\n"


def test_nobody_else_may_read_it_and_no_draft_stays(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=1\n")
    file.chmod(0o644)

    write_env(file, SETTINGS)

    assert S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [".env"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / ".env").symlink_to(tmp_path / "kept" / "env")

    write_env(tmp_path / ".env", SETTINGS)

    assert (tmp_path / ".env").is_symlink()
    assert read_env(tmp_path / "kept" / "env") == SETTINGS


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert read_env(tmp_path / ".env") == {}
