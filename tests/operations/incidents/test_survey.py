"""The person who filed an incident answers the survey, once."""

from typing import Any

import pytest
from sqlmodel import select

from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotYours
from bot.operations.incidents.reopening import reopen_incident
from bot.operations.incidents.solution import propose_solution
from bot.operations.incidents.survey import SurveyAnswered, answer_survey
from bot.rules.person import Person
from bot.rules.survey import SurveyAnswers
from models import Survey
from tests.case import ALICE, BOB, EVE, THEO, Case

ANSWERS = SurveyAnswers(is_useful=True, quality=4, language=5, remarks="Fast & kind.")
GIVEN = {"is_useful": True, "quality": 4, "language": 5, "remarks": "Fast & kind."}
ANSWER: dict[str, Any] = {"answers": ANSWERS}


@pytest.fixture
def asked(case: Case) -> Case:
    """An incident that was solved: Alice is asked."""
    case.do(propose_solution, THEO, text="Restart")
    case.do(close_incident, THEO, act="solve", explanation="")
    return case


def test_is_kept_and_shown_to_the_technicians_only(asked: Case) -> None:
    asked.do(answer_survey, ALICE, **ANSWER)
    with asked.database.reading() as session:
        survey = session.exec(select(Survey)).one()
    assert survey.answered_at == asked.now
    assert (survey.is_useful, survey.quality, survey.language, survey.remarks) == (True, 4, 5, "Fast & kind.")
    (shown,) = asked.messages("survey_answered")
    assert (shown.channel, shown.parameters) == ("C0TRIAGE", GIVEN | {"who": "U0ALICE"})
    (event,) = asked.events("answer_survey")
    assert (event.actor, event.after) == ("U0ALICE", GIVEN)


def test_may_be_answered_after_the_incident_was_reopened(asked: Case) -> None:
    asked.do(reopen_incident, ALICE, reason="Again")
    asked.do(answer_survey, ALICE, **ANSWER)
    assert len(asked.messages("survey_answered")) == 1


def test_twice_is_refused(asked: Case) -> None:
    asked.do(answer_survey, ALICE, **ANSWER)
    assert isinstance(asked.refused(answer_survey, ALICE, **ANSWER), SurveyAnswered)


def test_of_two_at_once_one_counts(asked: Case) -> None:
    assert asked.at_once([lambda: asked.do(answer_survey, ALICE, **ANSWER)] * 2) == ["", "SurveyAnswered"]
    assert len(asked.messages("survey_answered")) == 1


@pytest.mark.parametrize(("who", "expected"), [(BOB, NotYours), (THEO, NotYours), (EVE, NoSuchIncident)])
def test_is_for_who_filed_it(asked: Case, who: Person, expected: type[Exception]) -> None:
    assert type(asked.refused(answer_survey, who, **ANSWER)) is expected


def test_that_nobody_has_asked_is_refused(case: Case) -> None:
    assert type(case.refused(answer_survey, ALICE, **ANSWER)) is NotYours
