import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo import form
from bot.demo.control import Control
from bot.demo.description import WorkspaceChannel, WorkspaceUser
from bot.demo.errors import CannotPlay, CannotStart, NeverSeen
from bot.demo.form import REQUIRED
from bot.demo.workspace import LocalWorkspace
from tests.demo.tiny_bot import TinyBot, tiny_bot

ROOT = Path(__file__).parents[2]


USERS = [
    WorkspaceUser("U0ALICE", "alice", "Alice Martin", email="alice@acme.example"),
    WorkspaceUser("U0THEO", "theo", "Theo Roux"),
]
CHANNELS = [
    WorkspaceChannel("C0HELP", "acme-support", ("U0ALICE",)),
    WorkspaceChannel("C0TRIAGE", "triage", ("U0THEO",), is_private=True),
    WorkspaceChannel("C0LUNCH", "lunch", ("U0ALICE", "U0THEO"), has_bot=False),
]


@pytest.fixture(scope="module")
def town(local_slack_program: Path) -> Iterator[tuple[LocalWorkspace, TinyBot]]:
    """A workspace with a connected bot, for all tests: the bot takes three seconds to leave."""
    with running(local_slack_program) as workspace, tiny_bot(workspace) as bot:
        yield workspace, bot


@pytest.fixture
def workspace(town: tuple[LocalWorkspace, TinyBot]) -> LocalWorkspace:
    """A workspace with a customer, a technician and their channels, where nothing was written yet."""
    Control(town[0].url).post("reset")
    return town[0]


@pytest.fixture
def bot(town: tuple[LocalWorkspace, TinyBot]) -> TinyBot:
    """The bot of that workspace, which has received nothing yet."""
    town[1].forget()
    return town[1]


# ---- Filling in a form


def test_a_command_opens_a_form_that_is_submitted_by_its_labels(workspace: LocalWorkspace, bot: TinyBot) -> None:
    alice = workspace.visitor("alice")
    alice.command("/incident", channel="acme-support")
    shown = alice.form()
    assert shown["title"]["text"] == "File an incident"
    assert form.labels(shown) == ["Title", "Severity", "Cover", "Extras", "Since", "Who"]
    assert list(form.options(form.labelled(shown, "Severity")[1])) == ["A: critical", "B: moderate"]

    answers = {"Title": "Mail is down", "Severity": "B: moderate", "Extras": ["Mail me"]}
    assert alice.submit(answers | {"Since": "2026-11-20", "Who": "U0THEO"}) == {}
    assert bot.values == [
        {
            "title": {"type": "plain_text_input", "value": "Mail is down"},
            "severity": {
                "type": "static_select",
                "selected_option": {"text": {"type": "plain_text", "text": "B: moderate"}, "value": "B"},
            },
            "cover": {"type": "plain_text_input", "value": "business"},
            "extras": {
                "type": "checkboxes",
                "selected_options": [{"text": {"type": "plain_text", "text": "Mail me"}, "value": "M"}],
            },
            "since": {"type": "datepicker", "selected_date": "2026-11-20"},
            "who": {"type": "users_select", "selected_user": "U0THEO"},
        }
    ]
    assert workspace.wait_for_message("acme-support", "Mail is down")["user"] == workspace.bot_user


def test_an_error_comes_back_by_label_and_the_form_stays_open(workspace: LocalWorkspace) -> None:
    alice = workspace.visitor("alice")
    alice.command("/incident", channel="acme-support")
    assert alice.submit({"Title": "Mail", "Severity": "A: critical"}) == {"Title": "What happens to it?"}
    assert alice.submit({"Title": "Mail is down", "Severity": "A: critical"}) == {}
    with pytest.raises(CannotPlay, match="Alice Martin has no form open: nothing is on the screen"):
        alice.form()


def test_a_required_field_left_empty_does_not_reach_the_bot(workspace: LocalWorkspace, bot: TinyBot) -> None:
    alice = workspace.visitor("alice")
    alice.command("/incident", channel="acme-support")
    assert alice.submit({"Severity": "A: critical"}) == {"Title": REQUIRED}
    assert bot.values == []


def test_an_error_that_belongs_to_no_field_is_refused_as_slack_does(workspace: LocalWorkspace) -> None:
    alice = workspace.visitor("alice")
    alice.command("/incident", channel="acme-support")
    with pytest.raises(CannotPlay, match=r"Slack shows no errors at \['not in the form'\]"):
        alice.submit({"Title": "lost", "Severity": "A: critical"})


def test_a_form_that_another_person_replaced_cannot_be_submitted(workspace: LocalWorkspace) -> None:
    alice, theo = workspace.visitor("alice"), workspace.visitor("theo")
    alice.command("/incident", channel="acme-support")
    theo.command("/incident", channel="triage")
    with pytest.raises(CannotPlay, match="no form open: 'File an incident' of another gesture is on the screen"):
        alice.submit({"Title": "Mail is down", "Severity": "A: critical"})
    assert theo.submit({"Title": "Disk is full", "Severity": "A: critical"}) == {}


def test_a_form_opened_again_is_a_new_one(workspace: LocalWorkspace) -> None:
    alice = workspace.visitor("alice")
    alice.command("/incident", channel="acme-support")
    first = alice.form()
    alice.command("/incident", channel="acme-support")
    assert alice.form()["id"] != first["id"]
    alice.close_form()
    with pytest.raises(CannotPlay, match="has no form open"):
        alice.submit()


# ---- Gestures in channels


def posted(workspace: LocalWorkspace) -> str:
    alice = workspace.visitor("alice")
    alice.command("/incident", channel="acme-support")
    alice.submit({"Title": "Mail is down", "Severity": "A: critical"})
    return str(workspace.wait_for_message("acme-support", "Mail is down")["ts"])


def test_a_button_is_clicked_by_its_text_and_a_menu_by_its_option(workspace: LocalWorkspace, bot: TinyBot) -> None:
    card, theo = posted(workspace), workspace.visitor("theo")
    theo.click("acme-support", card, "Acknowledge")
    theo.click("acme-support", card, "acknowledge")
    theo.click("acme-support", card, "Change severity", option="To B")
    assert bot.actions == [("acknowledge", "42"), ("acknowledge", "42"), ("change", "B")]


def test_only_what_is_there_can_be_clicked(workspace: LocalWorkspace) -> None:
    card, theo = posted(workspace), workspace.visitor("theo")
    with pytest.raises(CannotPlay, match=r"0 things to press are called 'Close'; there is 'Acknowledge'"):
        theo.click("acme-support", card, "Close")
    with pytest.raises(CannotPlay, match=r"'To C' is not offered, only \['To A', 'To B'\]"):
        theo.click("acme-support", card, "Change severity", option="To C")
    with pytest.raises(CannotPlay, match=r"There is no message 1\.0 in C0HELP"):
        theo.click("acme-support", "1.0", "Acknowledge")


def test_what_is_said_in_a_thread_is_heard_and_read_there(workspace: LocalWorkspace, bot: TinyBot) -> None:
    alice, theo = workspace.visitor("alice"), workspace.visitor("theo")
    question = alice.say("acme-support", "Mail is down")
    answer = theo.reply("acme-support", question, "On it")
    theo.react("acme-support", question, "eyes")
    assert bot.heard == ["Mail is down", "On it", "eyes"]
    assert [message["ts"] for message in workspace.thread("acme-support", question)] == [question, answer]
    assert workspace.messages("acme-support")[0]["reactions"][0]["users"] == ["U0THEO"]
    theo.react("acme-support", question, "eyes", present=False)
    assert workspace.messages("acme-support")[0]["reactions"] == []


def test_the_bot_does_not_hear_what_is_said_where_it_is_not(workspace: LocalWorkspace, bot: TinyBot) -> None:
    workspace.visitor("alice").say("lunch", "Pizza?")
    workspace.visitor("alice").say("acme-support", "Mail is down")
    assert bot.heard == ["Mail is down"]


# ---- What goes wrong


def test_a_bot_that_does_not_answer_is_noticed(workspace: LocalWorkspace) -> None:
    alice = workspace.visitor("alice")
    with pytest.raises(CannotPlay, match="did not answer to /silence now of Alice Martin within 5 seconds"):
        alice.command("/silence", "now", channel="acme-support")
    alice.command("/incident", channel="acme-support")
    with pytest.raises(CannotPlay, match="not answer to the form 'File an incident' of Alice Martin within 5 seconds"):
        alice.submit({"Title": "silence", "Severity": "A: critical"})


def test_a_bot_that_is_not_there_is_noticed(local_slack_program: Path) -> None:
    with running(local_slack_program) as workspace:
        with pytest.raises(
            NeverSeen, match=r"Not seen within 0.1 seconds: a bot that is connected to http://127.0.0.1:\d+/api/"
        ):
            workspace.wait_for_bot(timeout=0.1)
        with pytest.raises(CannotPlay, match="The bot is not connected to local-slack"):
            workspace.visitor("alice").command("/incident", channel="acme-support")


def test_waiting_in_vain_shows_what_was_there_instead(workspace: LocalWorkspace) -> None:
    question = workspace.visitor("alice").say("lunch", "Pizza?")
    workspace.visitor("theo").reply("lunch", question, "Soup")
    with pytest.raises(NeverSeen) as caught:
        workspace.wait_for_message("lunch", "Pasta", timeout=0.1)
    assert str(caught.value) == (
        "Not seen within 0.1 seconds: 'Pasta' in lunch. There was:\n"
        "#acme-support\n  (nothing)\n"
        "#triage\n  (nothing)\n"
        "#lunch\n  Alice Martin: Pizza?\n      Theo Roux: Soup"
    )


def test_people_and_channels_that_do_not_exist_are_named(workspace: LocalWorkspace) -> None:
    with pytest.raises(CannotPlay, match="There is nobody called 'bob', only alice, theo"):
        workspace.visitor("bob")
    with pytest.raises(CannotPlay, match="There is no channel 'dinner', only acme-support, triage, lunch"):
        workspace.visitor("alice").say("dinner", "Hello?")


def test_a_port_in_use_is_one_sentence(local_slack_program: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart) as caught, running(local_slack_program, port=port):
            pass
    assert str(caught.value) == f"Port {port} is in use: choose another port, or 0 for any that is free."


def test_a_program_that_dies_is_shown_with_its_last_words(tmp_path: Path) -> None:
    program = write_program(tmp_path / "local-slack", "echo out of luck", "exit 3")
    with pytest.raises(CannotStart) as caught, running(program):
        pass
    assert str(caught.value) == "local-slack ended with exit code 3; it printed: \n  out of luck"


def test_a_program_that_is_none_is_shown_as_such(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="ended with exit code 127; it printed"), running(tmp_path / "missing"):
        pass


# ---- Nothing is left behind


def running(program: Path, *, port: int = 0) -> LocalWorkspace:
    return LocalWorkspace(program=program, users=USERS, channels=CHANNELS, port=port)


def write_program(file: Path, *lines: str) -> Path:
    file.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    file.chmod(0o755)
    return file


def answers(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/_control/state", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def members(group: int) -> list[str]:
    """Return the command lines of the processes of a group that are still running, as `ps` lists them."""
    listed = subprocess.run(["/bin/ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True)
    lines = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    return [line[2] for line in lines if line[0] == str(group) and not line[1].startswith("Z")]


def gone_soon(group: int, url: str) -> bool:
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        if not members(group) and not answers(url):
            return True
        time.sleep(0.05)
    return False


def test_after_the_block_the_program_is_gone(local_slack_program: Path) -> None:
    with running(local_slack_program) as workspace:
        group, url = workspace.process_group, workspace.url
        assert answers(url)
    assert members(group) == []
    assert not answers(url)


def test_after_an_error_in_the_block_the_program_is_gone(local_slack_program: Path) -> None:
    groups = []

    def fail() -> None:
        with running(local_slack_program) as workspace:
            groups.append(workspace.process_group)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert members(groups[0]) == []


def test_a_program_behind_a_script_is_gone_as_well(local_slack_program: Path, tmp_path: Path) -> None:
    # The `local-slack` that npm installs is such a script.
    script = write_program(tmp_path / "local-slack", f'"{local_slack_program}" "$@"', "exit $?")
    with running(script) as workspace:
        group = workspace.process_group
        assert len(members(group)) == 3  # the keeper, the script, the program
    assert members(group) == []


def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    lines = ["trap '' TERM", "echo Web UI: http://127.0.0.1:9", "while :; do sleep 0.1; done"]
    with running(write_program(tmp_path / "local-slack", *lines)):
        assert [line for line in members_of_all() if str(tmp_path) in line]
    assert not [line for line in members_of_all() if str(tmp_path) in line]


def members_of_all() -> list[str]:
    return subprocess.run(
        ["/bin/ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def test_ctrl_c_in_the_terminal_does_not_reach_the_program(local_slack_program: Path) -> None:
    with running(local_slack_program) as workspace:
        assert os.getsid(workspace.process_group) != os.getsid(0)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_when_we_are_killed_the_program_goes_too(local_slack_program: Path, how: signal.Signals) -> None:
    script = f"""
        import time
        from pathlib import Path
        from bot.demo.workspace import LocalWorkspace
        with LocalWorkspace(program=Path({str(local_slack_program)!r}), users=[], channels=[]) as workspace:
            print(workspace.process_group, workspace.url, flush=True)
            time.sleep(60)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        group, url = parent.stdout.readline().split()
        assert answers(url)
        parent.send_signal(how)
    assert gone_soon(int(group), url)
