"""Who filed an incident answers the survey, once."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, select

from bot import audit
from bot.delivery import outbox
from bot.delivery.buttons import take_buttons
from bot.delivery.destination import triage_thread
from bot.operations.incidents.permission import NotYours
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.survey import SurveyAnswers
from bot.rules.workspace import Workspace
from models import Survey
from models.vocabulary import Kind


class SurveyAnswered(Refusal):
    """There is an answer already."""

    text = "refusal-survey_answered"


def check_survey(session: Session, *, incident_id: int, person: Person) -> Survey:
    """Return the survey, locked, that waits for this person's answer; raise `NotYours` or `SurveyAnswered`."""
    wanted = select(Survey).where(Survey.incident_id == incident_id).with_for_update()
    survey = session.exec(wanted.execution_options(populate_existing=True)).one_or_none()
    if survey is None or survey.member != person.user_id:
        raise NotYours(incident=written(incident_id))
    if survey.answered_at is not None:
        raise SurveyAnswered(incident=written(incident_id))
    return survey


def answer_survey(
    session: Session, *, incident_id: int, answers: SurveyAnswers, person: Person, workspace: Workspace, now: datetime
) -> None:
    """Keep the answers and show them to the technicians; raise what `check_survey` raises."""
    survey = check_survey(session, incident_id=incident_id, person=person)
    survey.answered_at = now
    survey.is_useful, survey.remarks = answers.is_useful, answers.remarks
    survey.quality, survey.language = answers.quality, answers.language
    take_buttons(session, incident_id=incident_id, kinds=("survey_wanted", "survey_reminder"), now=now)
    given = asdict(answers)
    audit.record(
        session, incident_id=incident_id, kind="answer_survey", actor=person.user_id, at=now, after=given
    )  # fmt: skip
    outbox.post(
        session,
        kind=Kind.SURVEY_ANSWERED,
        to=triage_thread(incident_id, triage_channel=workspace.triage_channel),
        parameters={**given, "who": person.user_id},
        now=now,
    )
