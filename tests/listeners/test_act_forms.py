"""Every act can be begun from the menu, and every button leads to one."""

from bot import routes
from bot.listeners.act_forms import BUTTONS, FORMS
from bot.listeners.act_menu import CHOICES
from bot.rules.statuses import ACTS


def test_every_act_has_a_form() -> None:
    assert FORMS.keys() == ACTS.keys()


def test_buttons_and_menus_of_earlier_versions_lead_to_acts() -> None:
    assert {*BUTTONS.values(), *CHOICES.values()} <= ACTS.keys()


def test_forms_that_only_confirm_are_known_by_their_act() -> None:
    assert routes.CONFIRMATIONS.keys() <= ACTS.keys()
