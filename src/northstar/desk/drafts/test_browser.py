"""A connection is lost while somebody writes: nothing typed is lost, and nothing readable stays behind."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible
from tests.harness.answers_in_turn import comes_true
from tests.harness.browser import settled, sits_down
from tests.harness.mrs_chen import NOW

from northstar.access import drafts
from northstar.access.models import Draft, Role, Staff
from northstar.config.clock import machine_now

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
