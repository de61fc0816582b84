"""Which incident numbers appear as plain text where Slack could show a link?"""

import re
from typing import Any

from tests.messages.test_escaping import markdown

LINK = re.compile(r"<https?://[^|<>]+\|INC-\d+>|`[^`]+`")
"""A link, or an example of what to type."""
NUMBER = re.compile(r"INC-(\d+)")


def unlinked(blocks: list[dict[str, Any]]) -> set[int]:
    """Return the incident numbers that appear in the mrkdwn of these blocks without a link."""
    return {int(one) for text in markdown(blocks) for one in NUMBER.findall(LINK.sub("", text))}
