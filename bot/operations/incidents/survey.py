"""The person who filed an incident answers the survey, once."""

from dataclasses import asdict

from sqlmodel import Session, select

from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.operations.context import Context
from bot.operations.incidents.permission import NotYours, lock_allowed
from bot.operations.incidents.trail import record_act
from bot.operations.questions import settle_questions
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from bot.rules.survey import SurveyAnswers
from models import Survey
from models.vocabulary import Kind


class SurveyAnswered(Refusal):
    """The survey has already been answered."""

    text = "refusal-survey_answered"


def answer_survey(session: Session, *, incident_id: int, answers: SurveyAnswers, context: Context) -> None:
    """Keep the answers and show them to the technicians; raise what `lock_allowed` or `find_unanswered` raises."""
    incident = lock_allowed(session, incident_id=incident_id, act="answer_survey", context=context)
    survey = find_unanswered(session, incident_id=incident_id, context=context)
    survey.answered_at = context.now
    survey.is_useful, survey.remarks = answers.is_useful, answers.remarks
    survey.quality, survey.language = answers.quality, answers.language
    settle_questions(session, incident_id=incident_id, now=context.now)
    given = asdict(answers)
    record_act(session, incident, "answer_survey", context=context, after=given)
    outbox.post(
        session,
        kind=Kind.SURVEY_ANSWERED,
        to=triage_thread(incident_id, triage_channel=context.workspace.triage_of(incident.desk)),
        parameters={**given, "who": context.actor},
        now=context.now,
    )


def find_unanswered(session: Session, *, incident_id: int, context: Context) -> Survey:
    """Return the survey that waits for this person's answer; raise `NotYours` or `SurveyAnswered`."""
    survey = session.exec(select(Survey).where(Survey.incident_id == incident_id)).one_or_none()
    if survey is None or survey.member != context.actor:
        raise NotYours(incident=written(incident_id))
    if survey.answered_at is not None:
        raise SurveyAnswered(incident=written(incident_id))
    return survey
