"""A connection is lost while somebody writes: nothing typed is lost, and nothing readable stays behind."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible
from tests.harness.answers_in_turn import comes_true
from tests.harness.browser import keeps, settled, sits_down
from tests.harness.mrs_chen import NOW, everything

from northstar.access import drafts
from northstar.access.models import Draft, Role, Staff
from northstar.access.viewer import viewer_of
from northstar.config.clock import machine_now
from northstar.doing.enrolling import go_on, refer
from northstar.record.patients import rows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
DRAWER = """async () => {
  const asked = (r) => new Promise((yes, no) => { r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error); });
  const bytes = (data) => String.fromCharCode(...new Uint8Array(data.buffer ?? data));
  const base = await asked(indexedDB.open("northstar"));
  try {
    if (!base.objectStoreNames.length) return { drafts: [], keys: [], other: [] };
    const all = (name) => asked(base.transaction(name).objectStore(name).getAll());
    const [drafts, keys] = [await all("drafts"), await all("keys")];
    return {
      drafts: drafts.map((one) => JSON.stringify(one) + bytes(one.sealed)),
      keys: keys.map((one) => [one.extractable, one.algorithm.name]),
      other: [localStorage.length, sessionStorage.length, (await caches.keys()).length, (await indexedDB.databases()).length],
    };
  } finally { base.close(); }
}"""

MINUTE = 60_000  # milliseconds
AGES = """async (by) => {
  const asked = (r) => new Promise((yes, no) => { r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error); });
  const base = await asked(indexedDB.open("northstar"));
  const drawer = base.transaction("drafts", "readwrite").objectStore("drafts");
  for (const one of await asked(drawer.getAll())) await asked(drawer.put({ ...one, at: one.at - by }));
  base.close();
}"""


@pytest.fixture
def desk(page, live_server, sarah):
    """Sarah at Mrs. Chen's call screen; `page.chart` is where her pages begin."""
    chen = rows([everything(staff=sarah.pk)]).get()
    sits_down(page, live_server, sarah)
    page.sarah, page.chen = sarah, chen
    page.chart = f"{live_server.url}/patients/{chen.public_id}/"
    return page


def waits(page, how_many):
    page.wait_for_function(
        "words => document.getElementById('waiting')?.innerText.includes(words)",
        arg=f"{how_many} draft{'s wait' if how_many > 1 else ' waits'} here",
    )


def is_on_the_server(page, place, **fields):
    def on_the_server():
        kept = drafts.take(staff=page.sarah, place=place, at=machine_now())
        return fields.items() <= {name: words for _, name, words in kept}.items()

    comes_true(page, on_the_server)


def is_sent(page):
    page.wait_for_function("() => !document.getElementById('waiting')")


def is_erased(page):
    def drawer_is_empty():
        drawer = page.evaluate(DRAWER)
        return drawer["drafts"] == drawer["keys"] == []

    comes_true(page, drawer_is_empty)


def is_one_sealed_draft(page, *hidden):
    """Whoever looks into this browser finds one draft, not these words, and a key that stays in there."""

    def one_sealed_draft():
        drawer = page.evaluate(DRAWER)
        return (
            len(drawer["drafts"]) == 1
            and not [words for words in hidden if words in drawer["drafts"][0]]
            and drawer["keys"] == [[False, "AES-GCM"]]
            and drawer["other"] == [0, 0, 0, 1]
        )

    comes_true(page, one_sealed_draft)


def test_a_call_is_written_on_through_a_lost_connection(desk):
    desk.goto(f"{desk.chart}call/")
    settled(desk)
    desk.get_by_label("Note").type("She wept.")
    desk.wait_for_selector("text=Kept while you type.")
    desk.context.set_offline(True)
    desk.get_by_label("Note").press("End")
    desk.get_by_label("Note").type(" Her son comes on Sunday.")
    waits(desk, 1)
    is_accessible(desk)
    is_one_sealed_draft(desk, "wept", "Sunday", str(desk.chen.public_id), "call")
    desk.get_by_label("No answer").check()
    desk.get_by_role("button", name="Write it down").click()
    expect(desk.locator("#live")).to_contain_text("Not sent")
    expect(desk.get_by_label("Note")).to_have_value("She wept. Her son comes on Sunday.")
    desk.context.set_offline(False)
    is_sent(desk)
    is_erased(desk)
    is_on_the_server(
        desk, f"call {desk.chen.public_id} -",
        note="She wept. Her son comes on Sunday.", outcome="no-answer",
    )  # fmt: skip


def test_what_waited_is_sent_when_the_desk_is_opened_again(desk):
    desk.goto(f"{desk.chart}notes/")
    settled(desk)
    desk.context.set_offline(True)
    desk.locator("#text").type("She has her scale.")
    waits(desk, 1)
    desk.goto("about:blank")
    desk.context.set_offline(False)
    desk.goto(f"{desk.chart}notes/")
    expect(desk.locator("#text")).to_have_value("She has her scale.")
    is_erased(desk)


def test_a_colleague_does_not_send_it_and_a_sign_out_erases_it(desk, live_server, sarah):
    desk.goto(f"{desk.chart}notes/")
    settled(desk)
    desk.route("**/drafts/", lambda route: route.abort("internetdisconnected"))
    desk.locator("#text").type("She has her scale.")
    waits(desk, 1)
    dana = Staff.objects.create(username="dana", name="Dana Webb")
    Role.objects.create(staff=dana, role="coordinator", start=NOW - timedelta(days=9))
    sits_down(desk, live_server, dana)
    desk.goto(f"{live_server.url}/")
    settled(desk)
    expect(desk.locator("h1", has_text="Good morning")).to_be_visible()
    expect(desk.locator("#waiting")).to_have_count(0)
    assert not Draft.objects.exists()
    sits_down(desk, live_server, sarah)
    desk.goto(f"{live_server.url}/")
    waits(desk, 1)
    desk.get_by_role("button", name="Sign out").press("Enter")
    desk.wait_for_selector("text=Sign out once more to erase what waits.")
    is_one_sealed_draft(desk)
    desk.get_by_role("button", name="Sign out").press("Enter")
    desk.wait_for_url("**/sign-in/**")
    is_erased(desk)
    assert not Draft.objects.exists()


def test_after_twelve_hours_it_is_gone(desk):
    desk.goto(f"{desk.chart}notes/")
    desk.route("**/drafts/", lambda route: route.abort("internetdisconnected"))
    desk.locator("#text").type("She has her scale.")
    waits(desk, 1)
    desk.goto(f"{desk.chart}notes/")  # a page in which somebody has typed would write it anew
    waits(desk, 1)
    desk.evaluate(AGES, (12 * 60 - 10) * MINUTE)
    desk.goto(f"{desk.chart}notes/")
    waits(desk, 1)
    desk.evaluate(AGES, 10 * MINUTE)
    desk.goto(f"{desk.chart}notes/")
    is_erased(desk)


def test_a_network_that_answers_nothing_is_a_lost_one(desk):
    """No error, no answer: as when a tunnel has gone. What is typed meanwhile is stored all the same."""
    desk.goto(f"{desk.chart}notes/")
    settled(desk)
    held = []
    desk.route("**/drafts/", lambda route: held.append(route))
    desk.locator("#text").type("She has")
    waits(desk, 1)
    desk.locator("#text").type(" her scale.")
    desk.unroute("**/drafts/")
    is_sent(desk)
    is_on_the_server(desk, f"/patients/{desk.chen.public_id}/notes/", text="She has her scale.")


def breaks(desk, address, *, is_taken):
    """The connection breaks while a form is on its way: before the desk has it, or before it can say so."""

    def broken(route):
        if is_taken:
            route.fetch(max_redirects=0)
        route.abort("internetdisconnected")

    desk.route(address, broken)


def fails(desk):
    """Until the form itself did not come through; what is kept beside it is another matter."""
    return desk.expect_event("requestfailed", lambda one: one.is_navigation_request())


def test_a_call_that_is_sent_as_the_connection_breaks(desk):
    desk.goto(f"{desk.chart}call/")
    settled(desk)
    desk.get_by_label("Note").type("She wept.")
    desk.get_by_label("No answer").check()
    breaks(desk, "**/call/finish/", is_taken=False)
    with fails(desk):
        desk.get_by_role("button", name="Write it down").click()
    comes_true(desk, lambda: Draft.objects.count() == 1)
    desk.unroute("**/call/finish/")
    desk.goto(f"{desk.chart}call/")
    expect(desk.get_by_label("Note")).to_have_value("She wept.")
    expect(desk.get_by_label("No answer")).to_be_checked()
    is_erased(desk)


def test_what_only_the_browser_has_is_given_back_too(desk):
    """The server's copy is gone (a day has passed, another machine): the drawer's is enough."""
    desk.goto(f"{desk.chart}notes/")
    settled(desk)
    desk.locator("#text").type("She has her scale.")
    breaks(desk, "**/notes/write/", is_taken=False)
    with fails(desk):
        desk.locator("#text").press("Control+Enter")
    Draft.objects.all().delete()
    desk.unroute("**/notes/write/")
    desk.goto(f"{desk.chart}notes/")
    expect(desk.locator("#text")).to_have_value("She has her scale.")


def test_what_the_desk_has_taken_does_not_come_back(desk):
    desk.goto(f"{desk.chart}call/")
    settled(desk)
    desk.get_by_label("Note").type("She wept.")
    desk.get_by_label("No answer").check()
    breaks(desk, "**/call/finish/", is_taken=True)
    with fails(desk):
        desk.get_by_role("button", name="Write it down").click()
    desk.unroute("**/call/finish/")
    desk.goto(f"{desk.chart}call/")
    desk.wait_for_selector("text=Your call,")
    is_erased(desk)
    settled(desk)
    expect(desk.get_by_label("Note")).to_have_value("")


def test_the_connection_is_lost_and_nobody_has_noticed(desk):
    desk.goto(f"{desk.chart}notes/")
    settled(desk)
    desk.locator("#text").type("She has her scale.")
    desk.context.set_offline(True)
    desk.locator("#text").press("Control+Enter")
    waits(desk, 1)
    expect(desk.locator("#text")).to_have_value("She has her scale.")
    desk.context.set_offline(False)
    is_sent(desk)
    desk.locator("#text").press("Control+Enter")
    desk.wait_for_selector("text=Look it over and sign")
    is_erased(desk)


def test_a_form_that_is_sent_keeps_what_stands_in_the_others(desk):
    desk.goto(f"{desk.chart}plan/")
    settled(desk)
    desk.locator("[name=matters]").type("To see the sea.")
    desk.goto(f"{desk.chart}notes/")
    desk.goto(f"{desk.chart}plan/")
    expect(desk.locator("[name=matters]")).to_have_value("To see the sea.")


def test_what_was_chosen_in_a_form_without_words_does_not_come_back(desk):
    """It was sent at once, before anything was kept: on the way out it is no draft any more."""
    by = viewer_of(desk.sarah, NOW)
    case = refer(by=by, patient=desk.chen, program="CCM", why="Dr. Park asked", at=NOW)
    fits = {"conditions": [{"says": "heart failure"}], "risk": True}
    go_on(by=by, patient=desk.chen, case=case.id, what="eligible", at=NOW, detail=fits)
    desk.goto(f"{desk.chart}case/")
    settled(desk)
    form = desk.locator("form[action$='/invited/']")
    form.locator("[name=how]").select_option("on the phone")
    form.locator("button").click()
    expect(desk.locator("main")).to_contain_text("Stands so since")
    expect(desk.locator("body")).to_contain_text("Chronic care management: invited.")
    settled(desk)
    expect(desk.locator("form[action$='/invited/'] [name=how]")).to_have_value("")
    place = f"/patients/{desk.chen.public_id}/case/"
    assert not drafts.kept(staff=desk.sarah, place=place, at=machine_now())


def test_a_session_that_has_ended_leads_to_the_door_and_back_with_every_word(desk, live_server):
    """It is said as it is: no lost connection, but nobody signed in."""
    desk.sarah.set_password("north-star-2026")
    desk.sarah.save()
    sits_down(desk, live_server, desk.sarah)
    desk.goto(f"{desk.chart}call/")
    settled(desk)
    desk.context.clear_cookies()
    desk.get_by_label("Note").type("She has both bottles.")
    expect(desk.locator("#waiting")).to_contain_text("You have signed out, or were away too long.")
    desk.get_by_label("Note").press("Control+Enter")
    desk.wait_for_url("**/sign-in/**")
    desk.fill("input[name=username]", desk.sarah.username)
    desk.fill("input[type=password]", "north-star-2026")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{desk.chart}call/")
    expect(desk.get_by_label("Note")).to_have_value("She has both bottles.")


def comes_late(desk):
    """What was typed before is still on its way; gives the way to let it come."""
    held = []
    desk.route("**/drafts/take/", lambda route: held.append(route))
    desk.reload()

    def let_it_come():
        comes_true(desk, lambda: held)
        for route in held:
            route.continue_()

    return let_it_come


def test_what_comes_back_late_stands_beside_what_was_typed_meanwhile(desk):
    desk.goto(f"{desk.chart}notes/")
    settled(desk)
    with keeps(desk, "She wept."):
        desk.locator("#text").type("She wept.")
    let_it_come = comes_late(desk)
    desk.locator("#text").type("Her son comes.")
    desk.wait_for_timeout(2000)  # longer than the page rests before it keeps what is typed
    let_it_come()
    expect(desk.locator("#text")).to_have_value("She wept.\nHer son comes.")


@pytest.mark.parametrize(
    ("page_of", "label", "told"),
    [("call/", "Note", "Written: "), ("notes/", "What happened", "Look it over and sign")],
)
def test_what_comes_back_while_it_is_sent_is_no_draft_again(desk, page_of, label, told):
    desk.goto(f"{desk.chart}{page_of}")
    settled(desk)
    with keeps(desk, "She wept."):
        desk.get_by_label(label).type("She wept.")
    let_it_come, held = comes_late(desk), []
    desk.get_by_label(label).type("Her son comes.")
    if page_of == "call/":
        desk.get_by_label("No answer").check()
    desk.route("**/drafts/", lambda route: held.append(route))
    desk.get_by_label(label).press("Control+Enter")
    comes_true(desk, lambda: held)
    let_it_come()
    expect(desk.locator("#live")).to_contain_text("is here again")
    desk.unroute("**/drafts/")
    held[0].continue_()
    expect(desk.locator("main")).to_contain_text(told)
    desk.goto(f"{desk.chart}{page_of}")
    settled(desk)
    expect(desk.get_by_label(label)).to_have_value("")


def test_an_outcome_chosen_meanwhile_is_not_turned_back(desk):
    desk.goto(f"{desk.chart}call/")
    settled(desk)
    with keeps(desk, "outcome"):
        desk.get_by_label("No answer").check()
    let_it_come = comes_late(desk)
    desk.get_by_label("Note").type("She called back.")
    desk.get_by_label("Reached").check()
    let_it_come()
    desk.wait_for_selector("text=is here again")
    expect(desk.get_by_label("Reached")).to_be_checked()
    expect(desk.get_by_label("Note")).to_have_value("She called back.")


def arrives_late(monkeypatch):
    """The last words of a page that was left come when the next page has asked for them once."""
    keep, arrived, held, asked = drafts.keep, drafts.arrived, [], []

    def keeps_later(**told):
        return held.append(told) if told["left"] else keep(**told)

    def comes_now(**told):
        if asked and held:
            keep(**held.pop())
        asked.append(told)
        return arrived(**told)

    monkeypatch.setattr(drafts, "keep", keeps_later)
    monkeypatch.setattr(drafts, "arrived", comes_now)


@pytest.mark.parametrize(("page_of", "label"), [("call/", "Note"), ("notes/", "What happened")])
def test_the_last_words_of_a_page_that_was_left_are_waited_for(desk, monkeypatch, page_of, label):
    desk.goto(f"{desk.chart}{page_of}")
    settled(desk)
    arrives_late(monkeypatch)
    desk.get_by_label(label).type("She has both bottles.")
    desk.reload()
    expect(desk.get_by_label(label)).to_have_value("She has both bottles.")
    expect(desk.locator("#live")).to_contain_text("is here again")
