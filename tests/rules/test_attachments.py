"""A file is known by its name where Slack tells it, else by its id."""

from typing import Any

import pytest

from bot.rules.attachments import AttachedFile, read_attachment


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (
            {
                "id": "F1",
                "name": "a\n.png",
                "title": "A",
                "permalink": "https://s/1",
                "url_private": "https://p/1",
                "size": 9,
            },
            AttachedFile(id="F1", name="a .png", link="https://s/1", size=9),
        ),
        ({"id": "F1", "title": "A", "url_private": "https://p/1"}, AttachedFile(id="F1", name="A", link="https://p/1")),
        ({"id": "F1", "size": "9"}, AttachedFile(id="F1", name="F1")),
        ({}, AttachedFile(id="", name="?")),
        ({"id": "F1", "file_access": "check_file_info"}, AttachedFile(id="F1", name="F1", is_withheld=True)),
        ({"id": "F1", "name": "a.png", "file_access": "check_file_info"}, AttachedFile(id="F1", name="a.png")),
        ({"id": "F1", "file_access": "visible"}, AttachedFile(id="F1", name="F1")),
    ],
)
def test_is_read_as_slack_describes_it(file: dict[str, Any], expected: AttachedFile) -> None:
    assert read_attachment(file) == expected
