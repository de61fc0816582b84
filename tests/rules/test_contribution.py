"""What somebody who joins an incident brings along."""

from bot.rules.attachments import AttachedFile
from bot.rules.contribution import Contribution


def test_as_a_reason_it_has_all_that_was_typed_and_attached() -> None:
    files = [AttachedFile(id="F1", name="a.png", link="https://a.example/F1"), AttachedFile(id="F2", name="F2")]
    for contribution, reason in (
        (Contribution("No mail", "Since ten.", files), "No mail\n\nSince ten.\n\n📎 a.png https://a.example/F1\n📎 F2"),
        (Contribution("No mail", ""), "No mail"),
        (Contribution("", ""), ""),
    ):
        assert contribution.as_reason == reason
