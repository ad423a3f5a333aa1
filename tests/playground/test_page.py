"""The page in a real browser, around the real Bolt app: what a person types, presses and reads."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from bot.commands import COMMANDS, subcommand_names
from tests.playground.bots import CannedService, Double
from tests.playground.browser import DESKTOP, PHONE, Tab, chromium, open_tab
from tests.playground.running import Running, serving

pytestmark = pytest.mark.slow

SAMPLE = "/units 97112 25 97110 10"
RESULT = "Medicare: 2 units."


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def tab(browser: Browser, clinic: Running) -> AsyncIterator[Tab]:
    """The page around the real Bolt app. Whatever a test does, nothing may end up in `complaints`."""
    tab = await open_tab(browser, clinic.base)
    yield tab
    assert tab.complaints == []


@pytest.fixture
async def odd_tab(browser: Browser, playground: Running) -> AsyncIterator[Tab]:
    """The page around the bot that does what it is told."""
    tab = await open_tab(browser, playground.base)
    yield tab
    assert tab.complaints == []


async def test_the_sample_command_is_answered_for_the_asker_only(tab: Tab, service: CannedService) -> None:
    await tab.send(SAMPLE)
    answer = tab.message(RESULT)
    await expect(answer).to_be_visible()
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("Full quarter hours: 97112 has 1, 97110 has 0")
    await expect(answer).to_contain_text("§ 20.2 C")
    assert await answer.locator("b, strong, .font-semibold").filter(has_text=RESULT).count() == 1
    assert [question.text for question in service.asked] == [SAMPLE]
    await expect(tab.field).to_have_value("")


async def test_an_empty_channel_shows_three_things_to_try_and_they_work(
    tab: Tab, service: CannedService
) -> None:
    things = tab.page.get_by_label("Things to try").get_by_role("button")
    await expect(things).to_have_count(3)
    await things.first.click()
    await expect(tab.message(RESULT)).to_be_visible()
    await expect(things).to_have_count(0)
    assert service.asked[0].text == SAMPLE


async def test_a_command_is_completed_while_it_is_typed(tab: Tab) -> None:
    offers = tab.page.get_by_role("option")
    await tab.field.press_sequentially("/")
    await expect(offers).to_have_count(len(COMMANDS))
    await expect(offers.first).to_contain_text("/units")
    await expect(offers.first).to_contain_text("97112 25 97110 10")
    await tab.field.press_sequentially("bi")
    await expect(offers).to_have_count(1)
    await tab.field.press("Enter")
    await expect(tab.field).to_have_value("/billing ")
    await expect(offers).to_have_count(len(subcommand_names("/billing")))
    await tab.field.press_sequentially("he")
    await expect(offers).to_have_count(1)
    await expect(offers).to_contain_text("/billing help")
    await tab.field.press("Tab")
    await expect(tab.field).to_have_value("/billing help ")
    await expect(offers).to_have_count(0)


async def test_an_offer_is_chosen_with_the_arrows_or_the_mouse_and_dismissed_with_escape(tab: Tab) -> None:
    offers = tab.page.get_by_role("option")
    await tab.field.press_sequentially("/")
    await tab.field.press("ArrowDown")
    await expect(offers.nth(1)).to_have_attribute("aria-selected", "true")
    for _ in COMMANDS[1:]:
        await tab.field.press("ArrowDown")
    await expect(offers.nth(0)).to_have_attribute("aria-selected", "true")
    await tab.field.press("Escape")
    await expect(offers).to_have_count(0)
    await tab.field.fill("")
    await tab.field.press_sequentially("/")
    await offers.nth(len(COMMANDS) - 1).click()
    await expect(tab.field).to_have_value("/billing ")
    await expect(tab.field).to_be_focused()


async def test_the_arrow_up_brings_back_what_was_sent(tab: Tab) -> None:
    await tab.send("/units 97112 25")
    await tab.send(SAMPLE)
    await tab.field.press("ArrowUp")
    await expect(tab.field).to_have_value(SAMPLE)
    await tab.field.press("ArrowUp")
    await expect(tab.field).to_have_value("/units 97112 25")
    await tab.field.press("ArrowDown")
    await tab.field.press("ArrowDown")
    await expect(tab.field).to_have_value("")


async def test_shift_and_enter_make_a_new_line(tab: Tab, service: CannedService) -> None:
    await tab.field.fill("/units 97112 25")
    await tab.field.press("Shift+Enter")
    await tab.field.press_sequentially("97110 10")
    await expect(tab.field).to_have_value("/units 97112 25\n97110 10")
    await tab.field.press("Enter")
    await expect(tab.message(RESULT)).to_be_visible()
    assert service.asked[0].text == "/units 97112 25\n97110 10"


async def test_share_posts_the_answer_to_the_channel_and_why_explains_it_privately(tab: Tab) -> None:
    await tab.send(SAMPLE)
    await tab.page.get_by_role("button", name="Share").click()
    shared = tab.message("Shared: Medicare: 2 units.")
    await expect(shared).to_be_visible()
    await expect(shared).not_to_contain_text("Only visible to you")
    await tab.page.get_by_role("button", name="Why").click()
    why = tab.message("the long story, from the manual")
    await expect(why).to_contain_text("Only visible to you")


async def test_thumbs_up_is_noted(tab: Tab, service: CannedService) -> None:
    await tab.send(SAMPLE)
    thumb = tab.page.get_by_role("button", name="This was right")
    await thumb.click()
    await expect(thumb).to_have_attribute("aria-pressed", "true")
    await expect(tab.message("Thanks, noted.")).to_be_visible()
    assert service.opinions == [("R0001", "up", None)]


async def test_thumbs_down_asks_for_a_reason_in_a_form(tab: Tab, service: CannedService) -> None:
    await tab.send(SAMPLE)
    await tab.page.get_by_role("button", name="This was not right").click()
    form = tab.page.get_by_role("dialog", name="What was wrong?")
    await expect(form).to_be_visible()
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_role("alert")).to_contain_text("required")
    await form.get_by_label("The rule has changed").check()
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_have_count(0)
    assert service.opinions == [("R0001", "down", None), ("R0001", "down", "outdated")]


@pytest.mark.parametrize("way", ["Escape", "Skip", "Close"])
async def test_a_form_can_be_left(tab: Tab, service: CannedService, way: str) -> None:
    await tab.send(SAMPLE)
    await tab.page.get_by_role("button", name="This was not right").click()
    form = tab.page.get_by_role("dialog")
    await expect(form).to_be_visible()
    if way == "Escape":
        await tab.page.keyboard.press("Escape")
    else:
        await form.get_by_role("button", name=way).click()
    await expect(form).to_have_count(0)
    assert service.opinions == [("R0001", "down", None)]


async def test_the_direct_messages_are_a_place_of_their_own(tab: Tab) -> None:
    await tab.send(SAMPLE)
    await expect(tab.message(RESULT)).to_be_visible()
    await tab.page.get_by_role("navigation").get_by_role("button", name="Unitwise").click()
    await expect(tab.message(RESULT)).to_have_count(0)
    field = tab.page.get_by_role("textbox", name="Message Unitwise")
    await field.fill("25 of neuro")
    await field.press("Enter")
    await expect(tab.message("25 of neuro")).to_be_visible()
    await expect(tab.message(RESULT)).to_be_visible()


async def test_a_reloaded_page_shows_the_same_conversation(tab: Tab) -> None:
    await tab.send(SAMPLE)
    await expect(tab.message(RESULT)).to_be_visible()
    await tab.page.reload()
    await expect(tab.message(RESULT)).to_be_visible()
    tab.complaints = [words for words in tab.complaints if not words.endswith("/playground/stream")]


UNDRAWABLE = {
    "a block that the renderer draws as nothing": {"type": "data_table", "rows": []},
    "a block that the renderer does not know": {"type": "hologram"},
    "a block of which the renderer leaves a part out": {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "25 minutes of"}]},
            {"type": "rich_text_hologram", "elements": [{"type": "text", "text": "97112"}]},
        ],
    },
    "a block that makes the renderer crash": {
        "type": "table",
        "rows": [[{"type": "raw_number", "value": 25}]],
    },
    "a picture from outside": {
        "type": "image",
        "image_url": "https://example.org/x.png",
        "alt_text": "x",
    },
    "a control that the page does not have": {
        "type": "actions",
        "elements": [{"type": "users_select", "action_id": "u"}],
    },
}


@pytest.mark.parametrize("block", UNDRAWABLE.values(), ids=UNDRAWABLE.keys())
async def test_a_block_that_cannot_be_drawn_shows_the_text_of_its_message(
    odd_tab: Tab, double: Double, block: dict[str, object]
) -> None:
    button = {"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "Still here"}}
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Drawn alone, this misleads"}},
        block,
        {"type": "actions", "elements": [button]},
    ]
    double.says("97112 25", {"text": "97112 has 25 minutes & more", "blocks": blocks})
    await odd_tab.send("/units 97112 25")
    answer = odd_tab.message("97112 has 25 minutes & more")
    await expect(answer).to_be_visible()
    await expect(answer).to_contain_text("Shown as plain text")
    await expect(answer).not_to_contain_text("this misleads")
    await expect(answer.get_by_role("button", name="Still here")).to_be_visible()


AS_SLACK_SHOWS_IT = {
    "97112 9:00-9:25 97110 9:25-9:35": "97112 9:00-9:25 97110 9:25-9:35",
    "97112:25 97110:10": "97112:25 97110:10",
    "2*3*4 and a_b_c": "2*3*4 and a_b_c",
    "~5 min, ~6 min": "~5 min, ~6 min",
    "*bold* _slanted_ `code *kept*`": "bold slanted code ∗kept∗",
    "# no heading": "# no heading",
    "- no list\n+ 97110 ×1\n1. first": "- no list\n+ 97110 ×1\n1. first",
    "one\n---\ntwo\n===": "one\n---\ntwo\n===",
    "| a | b |\n|---|---|\n| 1 | 2 |": "| a | b |\n|---|---|\n| 1 | 2 |",
    "import minutes from $5 to $6": "import minutes from $5 to $6",
    "[payer:ID] [on:DATE](x)": "[payer:ID] [on:DATE](x)",
    "5 &lt; 6 &amp; 7": "5 < 6 & 7",
    "one\n\ntwo": "one\n\ntwo",
    "*<https://example.org|the manual>*": "the manual",
}


async def test_text_is_shown_as_slack_shows_it(odd_tab: Tab, playground: Running) -> None:
    for text in AS_SLACK_SHOWS_IT:
        await playground.api("chat.postMessage", channel="C0BILLING", text=text)
    shown = odd_tab.page.locator(".message .slack_blocks_to_jsx")
    await expect(shown).to_have_count(len(AS_SLACK_SHOWS_IT))
    texts = [text.replace("\u00a0", " ").strip() for text in await shown.all_inner_texts()]
    lines = [re.sub(r" *\n *", "\n", text) for text in texts]
    assert lines == list(AS_SLACK_SHOWS_IT.values())


async def test_what_slack_would_refuse_is_marked(odd_tab: Tab, double: Double) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    double.says("97112 25", {"text": "the twin", "blocks": blocks})
    await odd_tab.send("/units 97112 25")
    await expect(odd_tab.message("Slack would refuse this:")).to_contain_text("/blocks/0/text/text")


async def test_a_bot_that_fails_is_said_in_words(odd_tab: Tab, double: Double) -> None:
    double.says("97112 25", None, status=500)
    await odd_tab.send("/units 97112 25")
    await expect(odd_tab.message("/units failed.")).to_contain_text("HTTP 500")


async def test_a_changed_and_a_deleted_message_are_changed_and_gone(
    odd_tab: Tab, playground: Running, double: Double
) -> None:
    posted = await playground.api("chat.postMessage", channel="C0BILLING", text="first words")
    await expect(odd_tab.message("first words")).to_be_visible()
    await playground.api("chat.update", channel="C0BILLING", ts=posted["ts"], text="second words")
    await expect(odd_tab.message("second words")).to_contain_text("(edited)")
    await expect(odd_tab.message("first words")).to_have_count(0)


async def test_every_field_of_a_form_can_be_filled_in(
    odd_tab: Tab, playground: Running, double: Double
) -> None:
    def words(text: str) -> dict[str, str]:
        return {"type": "plain_text", "text": text}

    def asks(name: str, element: dict[str, object]) -> dict[str, object]:
        return {
            "type": "input",
            "block_id": name,
            "label": words(f"{name}?"),
            "element": {"action_id": name, **element},
        }

    options = [{"text": words(text), "value": text.lower()} for text in ("One", "Two", "Three")]
    view = {
        "type": "modal",
        "title": words("All fields"),
        "submit": words("Send"),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "Some *words* first"}},
            asks("line", {"type": "plain_text_input"}),
            asks("lines", {"type": "plain_text_input", "multiline": True, "initial_value": "as it was"}),
            asks("select", {"type": "static_select", "options": options}),
            asks("radio", {"type": "radio_buttons", "options": options, "initial_option": options[2]}),
            asks("boxes", {"type": "checkboxes", "options": options}),
        ],
    }
    await odd_tab.send("/units 97112 25")
    await playground.until(lambda: bool(double.received))
    await playground.api("views.open", trigger_id=double.last["trigger_id"], view=view)
    form = odd_tab.page.get_by_role("dialog", name="All fields")
    await expect(form).to_contain_text("Some words first")
    await form.get_by_role("textbox", name="line?").fill("one line")
    await form.get_by_role("combobox", name="select?").select_option("two")
    await form.get_by_role("group", name="boxes?").get_by_label("One").check()
    await form.get_by_role("group", name="boxes?").get_by_label("Three").check()
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_have_count(0)
    values = double.last["view"]["state"]["values"]
    assert values["line"]["line"]["value"] == "one line"
    assert values["lines"]["lines"]["value"] == "as it was"
    assert values["select"]["select"]["selected_option"] == options[1]
    assert values["radio"]["radio"]["selected_option"] == options[2]
    assert values["boxes"]["boxes"]["selected_options"] == [options[0], options[2]]


async def test_a_page_that_lost_its_server_says_so(browser: Browser, double: Double) -> None:
    async with serving(lambda _base: double.app()) as running:
        tab = await open_tab(browser, running.base)
    await expect(tab.page.get_by_role("alert")).to_contain_text("lost")
    await tab.send("/units 97112 25")
    await expect(tab.page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()


@pytest.mark.parametrize("width", [360, 390, 430])
async def test_nothing_sticks_out_on_a_phone(browser: Browser, playground: Running, width: int) -> None:
    cells = [{"type": "raw_text", "text": "a rather wide column"} for _ in range(6)]
    await playground.api("chat.postMessage", channel="C0BILLING", text="9711025" * 60)
    await playground.api(
        "chat.postMessage", channel="C0BILLING", text="table", blocks=[{"type": "table", "rows": [cells]}]
    )
    tab = await open_tab(browser, playground.base, (width, 800))
    await expect(tab.message("a rather wide column")).to_be_visible()
    await expect(tab.page.get_by_role("navigation").get_by_role("button", name="Unitwise")).to_be_visible()
    assert await tab.hidden_width() == 0
    await tab.field.fill("/")
    await expect(tab.page.get_by_role("option").first).to_be_visible()
    assert await tab.hidden_width() == 0
    assert tab.complaints == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_what_is_behind_them(
    browser: Browser, clinic: Running, size: tuple[int, int], scheme: str
) -> None:
    tab = await open_tab(browser, clinic.base, size, scheme=scheme)
    await tab.send(SAMPLE)
    await expect(tab.message(RESULT)).to_be_visible()
    faint = await tab.page.evaluate(CONTRASTS)
    assert [words for words in faint if words["ratio"] < 4.5] == []
    assert tab.complaints == []


# For each piece of text that shows: its contrast with the nearest background behind it, as WCAG counts it.
CONTRASTS = """() => {
  const rgba = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    let seen = [255, 255, 255];
    for (const [r, g, b, alpha = 1] of layers.reverse()) {
      seen = [r, g, b].map((part, index) => part * alpha + seen[index] * (1 - alpha));
    }
    return seen;
  };
  const found = [];
  const walker = document.createTreeWalker(document.getElementById('page'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (!words || !element.checkVisibility()) continue;
    const pair = [light(rgba(getComputedStyle(element).color)), light(behind(element))];
    found.push({ words, ratio: (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05) });
  }
  return found;
}"""
