"""The main job as a person does it: in a browser, with mouse and keyboard, in the local workspace.

SCREENSHOTS names a folder to keep screenshots in; the two in .github/ were made this way.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot.demo.workspace import LocalWorkspace
from tests.fixtures import missing

WITHIN_MS = 25_000
QUIET = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-quic"
)


@pytest.fixture
def page(workspace: LocalWorkspace) -> Iterator[Page]:
    """The workspace's page in headless Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        missing("There is no Chromium here: install it (Debian: apt install chromium) to run this test.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET.split())
        page = browser.new_page(viewport={"width": 1180, "height": 1000})
        page.set_default_timeout(WITHIN_MS)
        expect.set_options(timeout=WITHIN_MS)
        page.goto(workspace.url)
        expect(page.locator(".sidebar-item").first).to_be_visible()
        if page.locator(".modal-x").count():  # A form that another test left open.
            page.locator(".modal-x").click()
        yield page
        browser.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """The folder that pictures go to."""
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def field(page: Page, label: str) -> Locator:
    """Return a field of the form by the label above it."""
    return page.locator(".bk-input").filter(has=page.locator(f".bk-label:text-is('{label}')"))


def become(page: Page, name: str, channel: str) -> None:
    """Act as this person, in this channel."""
    page.get_by_label("Act as").select_option(label=name)
    page.locator(".sidebar-item", has_text=channel).click()


def drawn(page: Page) -> None:
    """Wait for a form, and until the page has emptied it: React does that in a task after drawing it."""
    expect(page.locator(".modal-title")).to_be_visible()
    page.evaluate("() => new Promise(done => requestIdleCallback(done))")


def type_incident(page: Page, text: str = "", *, opens: str = "File an incident") -> None:
    """Type /incident where messages are typed, and see the form that it opens."""
    page.get_by_placeholder("Message #").fill(f"/incident {text}".rstrip())
    page.get_by_placeholder("Message #").press("Enter")
    expect(page.locator(".modal-title")).to_have_text(opens)
    drawn(page)


def choose_act(page: Page, card: Locator, act: str) -> None:
    """Let somebody choose an act under *More…* on a card; see its form."""
    card.get_by_role("button", name="More…").click()
    drawn(page)
    field(page, "What do you want to do?").locator("select").select_option(label=act)
    page.locator(".modal-btn.primary").click()
    expect(field(page, "What do you want to do?")).to_have_count(0)
    drawn(page)


def administer(page: Page, act: str, choice: str) -> None:
    """Let Max choose what to do, and about which account or product; see the form."""
    type_incident(page, "admin", opens="Administration")
    field(page, "What do you want to do?").locator("select").select_option(label=act)
    page.locator(".modal-btn.primary").click()
    expect(field(page, "What do you want to do?")).to_have_count(0)
    drawn(page)
    page.locator(".modal select").first.select_option(label=choice)
    page.locator(".modal-btn.primary").click()
    expect(page.locator(".modal-title")).to_have_text(act)
    drawn(page)


def save(page: Page, said: str) -> None:
    """Send the form, and see what the bot answers."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".modal-body")).to_contain_text(said)
    page.locator(".modal-x").click()
    expect(page.locator(".modal")).to_have_count(0)


def test_the_first_message_says_who_one_is_and_what_to_try(page: Page, pictures: Path) -> None:
    """In each channel, and who is who below the first of all."""
    first = page.locator(".messages .msg").first
    for name, channel, said in (
        ("Alice Martin", "acme-support", "Here you are Alice Martin of Acme"),
        ("Carl Lopez", "lobby", "Here you are Carl Lopez or Gina Rossi of Globex"),
        ("Theo Roux", "triage", "Here you are Theo Roux or Tess Petit"),
    ):
        become(page, name, channel)
        expect(first).to_contain_text(said)
        for step in "123":
            expect(first.locator(".bk-section", has_text=f"{step}. ")).to_have_count(1)
        page.screenshot(path=pictures / f"welcome-{channel}.png")
    become(page, "Alice Martin", "acme-support")
    expect(page.locator(".messages .msg").nth(1)).to_contain_text("Carl Lopez, new there, can claim it: #lobby")


def test_a_value_that_a_form_shows_needs_no_touch(page: Page, pictures: Path) -> None:
    """The page sends nothing for a field that was left unchanged, which is not the same as an empty field."""
    become(page, "Max Bernard", "triage")
    administer(page, "Grant a pack", "Acme Ltd (ACME)")
    field(page, "Order confirmation number").locator("input").fill("ACME-2026-0099")
    page.screenshot(path=pictures / "grant-pack.png")
    save(page, "••••0099")

    administer(page, "Change an account", "Globex SARL (GLOBEX)")
    expect(field(page, "Calendar").locator("option").first).to_have_text("default (Europe/Paris)")
    field(page, "Name").locator("input").fill("Globex")
    page.screenshot(path=pictures / "change-account.png")
    save(page, "Globex")

    administer(page, "Change a product", "Identity Server 2025")
    days = [field(page, f"End of {one} support").locator("input") for one in ("mainstream", "extended")]
    mainstream_end = days[0].input_value()
    assert mainstream_end
    days[1].fill("")
    field(page, "Name").locator("input").fill("Identity Server")
    save(page, "Identity Server")
    administer(page, "Change a product", "Identity Server")
    expect(days[0]).to_have_value(mainstream_end)
    expect(days[1]).to_have_value("")


def fill_in(page: Page, *, title: str, cover: str) -> None:
    """Fill in the form, all but the contacts."""
    field(page, "What do you need?").locator("select").select_option(label="Help with one problem")
    field(page, "Title").locator("input").fill(title)
    field(page, "Product").locator("select").select_option(label="Mail Server 2022")
    field(page, "Severity").get_by_text("A · critical business impact").click()
    field(page, "Cover").get_by_text(cover).click()
    field(page, "Description").locator("input").fill("Nobody gets mail since nine. Restarting did not help.")


def test_a_customer_files_a_technician_acknowledges_and_a_forgotten_incident_warns(page: Page, pictures: Path) -> None:
    """Form, refusal at the field, both cards, acknowledgement, warning and breach, all seen on the screen."""
    become(page, "Alice Martin", "acme-support")
    type_incident(page)
    fill_in(page, title="Mail is down", cover="24x7, around the clock")
    page.screenshot(path=pictures / "form.png")
    page.get_by_role("button", name="File", exact=True).click()
    expect(page.locator(".modal-error")).to_contain_text("please say who can be reached")
    expect(field(page, "Title").locator("input")).to_have_value("Mail is down")  # Nothing that was typed is lost.
    page.screenshot(path=pictures / "form-refused.png")
    field(page, "Reachable contacts (24x7)").locator("input").fill("Bob, +33 1 23 45 67 89, day and night")
    page.get_by_role("button", name="File", exact=True).click()

    card = page.locator(".messages .msg", has_text="INC-1 · Mail is down")
    expect(card).to_contain_text("Waiting for a technician")
    page.screenshot(path=pictures / "customer-card.png")

    become(page, "Theo Roux", "triage")
    expect(card).to_contain_text("24x7, around the clock")
    page.screenshot(path=pictures / "triage-card.png")
    card.get_by_role("button", name="Acknowledge").click()
    expect(card).to_contain_text("@Theo Roux has it")
    expect(card.get_by_role("button", name="Acknowledge")).to_have_count(0)

    become(page, "Alice Martin", "acme-support")
    expect(card).to_contain_text("@Theo Roux has it")
    card.get_by_text("1 reply").click()
    expect(page.locator(".thread-pane")).to_contain_text("has acknowledged your incident")
    page.screenshot(path=pictures / "acknowledged.png")

    type_incident(page)
    fill_in(page, title="Nobody can sign in", cover="Business hours")
    page.get_by_role("button", name="File", exact=True).click()
    forgotten = page.locator(".messages .msg", has_text="INC-2 · Nobody can sign in")
    expect(forgotten).to_contain_text("Waiting for a technician")
    become(page, "Theo Roux", "triage")
    forgotten.get_by_text("1 reply").click()
    thread = page.locator(".thread-pane")
    expect(thread).to_contain_text("50% of the promised time has passed")
    page.screenshot(path=pictures / "warning.png")
    expect(thread).to_contain_text("has passed its deadline")
    expect(forgotten).to_contain_text("Overdue: nobody has responded yet")
    page.screenshot(path=pictures / "breach.png")
    become(page, "Max Bernard", "Max Bernard")
    expect(page.locator(".messages .msg").first).to_contain_text("nobody has acknowledged it")
    page.screenshot(path=pictures / "manager.png")


def test_a_split_is_typed_in_one_line(page: Page, pictures: Path) -> None:
    """The page has no field of several lines."""
    become(page, "Alice Martin", "acme-support")
    type_incident(page)
    fill_in(page, title="Mail and calendar fail", cover="Business hours")
    page.get_by_role("button", name="File", exact=True).click()
    become(page, "Theo Roux", "triage")
    card = page.locator(".messages .msg", has_text="Mail and calendar fail")
    choose_act(page, card, "Split into several incidents")
    field(page, "Incidents").locator("input").fill("B Mails do not arrive; C The calendar is empty")
    page.screenshot(path=pictures / "split.png")
    page.locator(".modal-btn.primary").click()
    expect(page.locator(".modal")).to_have_count(0)
    become(page, "Alice Martin", "acme-support")
    page.locator(".messages .msg", has_text="Mail and calendar fail").locator(".thread-summary").click()
    expect(page.locator(".thread-pane")).to_contain_text("The calendar is empty")
    page.get_by_role("button", name="Agree to split").click()
    expect(page.locator(".messages .msg", has_text="· The calendar is empty")).to_have_count(1)
    page.screenshot(path=pictures / "split-agreed.png")


def test_a_technician_is_chosen_by_name(page: Page, pictures: Path) -> None:
    """The page knows no field for people, so the demo offers them as options."""
    become(page, "Alice Martin", "acme-support")
    type_incident(page)
    fill_in(page, title="Printing is slow", cover="Business hours")
    page.get_by_role("button", name="File", exact=True).click()
    become(page, "Theo Roux", "triage")
    card = page.locator(".messages .msg", has_text="Printing is slow")
    choose_act(page, card, "Assign to a technician")
    field(page, "Technician").locator("select").select_option(label="Tess Petit")
    page.screenshot(path=pictures / "assign.png")
    page.locator(".modal-btn.primary").click()
    expect(page.locator(".modal")).to_have_count(0)
    expect(card).to_contain_text("@Tess Petit")


def test_the_home_answers(page: Page, pictures: Path) -> None:
    """What is pressed or chosen there comes from no channel."""
    become(page, "Theo Roux", "guichet")
    page.locator(".bk-select").select_option(label="Waiting for the customer")
    expect(page.get_by_text("No incident is waiting for the customer.")).to_be_visible()
    page.screenshot(path=pictures / "home.png")
    page.get_by_role("button", name="File an incident").click()
    expect(page.locator(".modal-title")).to_have_text("File an incident")
