from importlib.util import module_from_spec

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import basic_objects
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    OptionGroup,
    PlainTextInputElement,
    RichTextBlock,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks import RichTextElementParts as Parts

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


GROUP = OptionGroup(label="Mail", options=[Option(text="Server", value="1", description="2022")])
BOLD = Parts.TextStyle(bold=True)
SECTION = RichTextSectionElement(elements=[Parts.Text(text="", style=BOLD), Parts.Emoji(name="x")])
ASKED = ConfirmObject(title="d", text="e")


@pytest.mark.parametrize(
    "block",
    [
        SectionBlock(text="a", accessory=ButtonElement(text="b", value="c", confirm=ASKED)),
        SectionBlock(fields=["f", MarkdownTextObject(text="g", verbatim=True)], text="", block_id="h"),
        InputBlock(label="i", element=StaticSelectElement(action_id="j", option_groups=[GROUP]), optional=False),
        InputBlock(label="k", element=PlainTextInputElement(multiline=True, min_length=0, initial_value="")),
        ContextBlock(elements=[]),
        RichTextBlock(elements=[SECTION, RichTextSectionElement(elements=[])]),
        RichTextBlock(elements=[RichTextListElement(style="ordered", offset=2, elements=[SECTION, SECTION])]),
    ],
)
def test_blocks_are_drawn_as_slack_sdk_draws_them(block: Block) -> None:
    spec = basic_objects.__spec__
    assert spec is not None
    assert spec.loader is not None
    untouched = module_from_spec(spec)
    spec.loader.exec_module(untouched)
    assert block.get_non_null_attributes() == untouched.JsonObject.get_non_null_attributes(block)
