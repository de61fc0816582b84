import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock, MarkdownTextObject, SectionBlock

from bot.messages.blocks import message

BUTTON = ButtonElement(text="Acknowledge", action_id="acknowledge")


# docs.slack.dev/reference/block-kit/blocks and .../block-elements/button-element
@pytest.mark.parametrize(
    "wrong",
    [
        HeaderBlock(text="x" * 151),
        SectionBlock(),
        SectionBlock(text=MarkdownTextObject(text="x" * 3001)),
        SectionBlock(text="x", accessory=ButtonElement(text="x" * 76, action_id="inside")),
        ActionsBlock(elements=[BUTTON] * 26),
        ActionsBlock(elements=[ButtonElement(text="x", action_id="a" * 256)]),
    ],
    ids=lambda one: one.type,
)
def test_what_slack_does_not_take_is_no_message(wrong: Block) -> None:
    with pytest.raises(SlackObjectFormationError):
        message("text", [wrong])


def test_what_slack_takes_is() -> None:
    blocks = [HeaderBlock(text="x" * 150), ActionsBlock(elements=[BUTTON] * 25)]
    assert [one["type"] for one in message("text", blocks).blocks] == ["header", "actions"]
