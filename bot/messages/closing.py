"""What is said when a solution is proposed, an incident ends or is taken up again, and what it shall cost?"""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import button, message, paragraph, quotation
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

PROPOSE, CLOSE, WITHDRAW, REOPEN = "propose_solution", "close_incident", "withdraw_incident", "reopen_incident"
VERDICT = "give_verdict"
"""Action ids of the buttons."""
VERDICTS_SHOWN = 20


def solution(facts: IncidentFacts, *, words: Words, solution: str, who: str) -> Message:
    """Return the solution, which both sides read."""
    text = words("solution-proposed", incident=written(facts.number), who=f"<@{who}>")
    return message(text, [paragraph(text), quotation(solution)])


def closed(facts: IncidentFacts, *, words: Words) -> Message:
    """Return how the incident has ended, and what was said about it; nothing where it is open again by now."""
    if facts.outcome is None:
        return reopened(facts, words=words)
    about = {"incident": written(facts.number), "who": f"<@{facts.closed_by}>", "others": words.named(*facts.others)}
    text = words(f"closed-{facts.outcome}", **about)
    return message(text, [paragraph(text), *_explained(facts), *_agreed(facts, words)])


def reopened(facts: IncidentFacts, *, words: Words) -> Message:
    """Return that the incident was taken up again."""
    text = words("reopened", incident=written(facts.number))
    return message(text, [paragraph(text)])


def verdict_wanted(facts: IncidentFacts, *, words: Words) -> Message:
    """Return what managers are asked when an incident has ended unsolved."""
    text = _verdict_text(facts, words)
    give = button(words("button-verdict"), action_id=VERDICT, value=Subject(facts.number).encode())
    return message(text, [paragraph(text), *_explained(facts), give])


def verdict_given(facts: IncidentFacts, *, words: Words, verdict: str, reason: str, who: str) -> Message:
    """Return what was decided about what the incident costs, and why."""
    text = words("verdict-given", incident=written(facts.number), verdict=verdict, who=f"<@{who}>")
    return message(text, [paragraph(text), quotation(reason)])


def verdicts(found: Sequence[IncidentFacts], count: int, *, words: Words) -> Message:
    """Return what waits for a verdict, the oldest first, each with its button."""
    if not found:
        text = words("verdicts-none")
        return message(text, [paragraph(text)])
    blocks: list[Block] = [paragraph(words("verdicts-title", count=count))]
    for facts in found:
        blocks.append(paragraph(_verdict_text(facts, words)))
        blocks.append(button(words("button-verdict"), action_id=VERDICT, value=Subject(facts.number).encode()))
    return message(words("verdicts-title", count=count), blocks)


def _verdict_text(facts: IncidentFacts, words: Words) -> str:
    return words(
        "verdict-wanted",
        incident=written(facts.number),
        title=shown(facts.title),
        account=shown(facts.account) if facts.account else words("verdict-nobody"),
        outcome=facts.outcome or "",
    )


def _agreed(facts: IncidentFacts, words: Words) -> list[Block]:
    """Return the scope that was agreed, where the incident is solved: this is what was solved."""
    if facts.outcome != "solved" or facts.agreed_scope is None:
        return []
    label = words("closed-scope", version=str(facts.agreed_scope.version), who=f"<@{facts.agreed_scope.agreed_by}>")
    return [paragraph(label), quotation(facts.agreed_scope.text)]


def _explained(facts: IncidentFacts) -> list[Block]:
    return [quotation(facts.explanation)] if facts.explanation else []
