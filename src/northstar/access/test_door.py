"""Nobody comes in unknown, nobody looks unnoted, and a page without its entry does not leave."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path

from northstar.access import door
from northstar.access.audit.models import AuditEntry
from northstar.access.door import looks_for, machine_now, may
from northstar.access.models import Role, Staff
from northstar.access.refuse import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PATIENTS = [str(uuid4()), str(uuid4())]
DRAWN = []


@may("today")
def today(request):
    looks_for(request, "today")
    request.viewer.looks_at(PATIENTS)
    return HttpResponse("two people")


def found(request):
    looks_for(request, "people", action="search")
    request.viewer.looks_at(PATIENTS[:1])
    return HttpResponse("one person")


def nothing(request):
    return HttpResponse("nobody's data")


def after_an_act(request):
    request.viewer.looks_at(PATIENTS)
    return HttpResponseRedirect("/nothing/")


def outside(request):
    raise Refused("Outside your panel. Say why you look.", patients=PATIENTS[:1])


def broken(request):
    request.viewer.looks_at(PATIENTS)
    raise ZeroDivisionError


def stream(request):
    def chunks():
        DRAWN.append("first")
        yield b"first"
        if "more" in request.GET:
            request.viewer.looks_at([uuid4()])
        yield b"second"

    request.viewer.looks_at(PATIENTS[:1])
    return StreamingHttpResponse(chunks())


urlpatterns = [
    path("", today, name="today"),
    path("found/", found, name="found"),
    path("nothing/", nothing, name="nothing"),
    path("act/", after_an_act, name="act"),
    path("outside/", outside, name="outside"),
    path("broken/", broken, name="broken"),
    path("stream/", stream, name="stream"),
]


@pytest.fixture(autouse=True)
def these_pages(settings):
    settings.ROOT_URLCONF = __name__
    DRAWN.clear()


@pytest.fixture
def sarah():
    staff = Staff.objects.create(username="sarah", name="Sarah")
    Role.objects.create(staff=staff, role="coordinator", start=machine_now() - timedelta(days=1))
    return staff


@pytest.fixture
def desk(client, sarah):
    client.force_login(sarah)
    return client


def test_a_stranger_is_asked_to_sign_in_and_the_place_is_kept(client):
    answer = client.get("/found/?q=x")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Ffound%2F%3Fq%3Dx")


def test_a_stranger_gets_no_address_at_all(client):
    assert client.get("/no-such-page/").status_code == 302


def test_a_strangers_part_leads_to_the_sign_in_of_the_page_around_it(client):
    answer = client.get("/", headers={"Northstar-Part": "beside", "Referer": "http://x/found/"})
    assert answer.status_code == 401
    assert answer["Northstar-Go"] == "/sign-in/?next=%2Ffound%2F"


def test_one_page_of_two_people_is_one_entry(desk, sarah):
    answer = desk.get("/", headers={"User-Agent": "a browser"})
    assert answer.content == b"two people"
    assert answer["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.what, entry.action) == (str(sarah.public_id), "today", "view")
    assert json.loads(entry.patients) == sorted(PATIENTS)
    assert (entry.address, entry.device) == ("127.0.0.1", "a browser")
    assert entry.outcome == "done"


def test_a_search_is_noted_as_one(desk):
    desk.get("/found/")
    assert AuditEntry.objects.get().action == "search"


@pytest.mark.parametrize("address", ["/nothing/", "/act/"])
def test_a_page_without_anybodys_data_leaves_no_entry(desk, address):
    desk.get(address)
    assert not AuditEntry.objects.exists()


def test_a_page_whose_entry_cannot_be_written_does_not_leave(desk, monkeypatch):
    monkeypatch.setattr(door, "viewed", lambda *_, **__: 1 / 0)
    answer = desk.get("/")
    assert answer.status_code == 503
    assert b"two people" not in answer.content
    assert b"cannot be shown now" in answer.content


def test_a_stream_whose_entry_cannot_be_written_does_not_begin(desk, monkeypatch):
    monkeypatch.setattr(door, "viewed", lambda *_, **__: 1 / 0)
    assert desk.get("/stream/").status_code == 503
    assert DRAWN == []


def test_a_streams_entry_is_written_before_its_first_byte(desk):
    answer = desk.get("/stream/")
    assert AuditEntry.objects.count() == 1
    assert DRAWN == []
    assert b"".join(answer.streaming_content) == b"firstsecond"
    assert AuditEntry.objects.count() == 1


def test_a_stream_ends_when_it_comes_upon_someone_undeclared(desk):
    with pytest.raises(Refused):
        b"".join(desk.get("/stream/?more=1").streaming_content)


def test_a_refused_look_is_noted_with_whom_it_was_for(desk):
    answer = desk.get("/outside/")
    assert answer.status_code == 403
    assert b"Outside your panel." in answer.content
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.outcome) == ("refused", "refused")
    assert json.loads(entry.patients) == PATIENTS[:1]


def test_a_role_that_may_not_open_a_page_is_told_so(client):
    biller = Staff.objects.create(username="dana", name="Dana")
    Role.objects.create(staff=biller, role="biller", start=machine_now() - timedelta(days=1))
    client.force_login(biller)
    assert client.get("/").status_code == 403
    assert AuditEntry.objects.get().action == "refused"


def test_a_page_that_breaks_after_looking_is_noted_as_failed(desk):
    desk.raise_request_exception = False
    assert desk.get("/broken/").status_code == 500
    assert AuditEntry.objects.get().outcome == "failed"


def test_a_name_nobody_decided_about_fails_at_once():
    with pytest.raises(KeyError):
        may("no-such-page")


def test_a_page_with_a_name_of_its_own_says_whom_it_opens_to(monkeypatch):
    monkeypatch.setattr(door.roles, "MAY", dict(door.roles.MAY))
    may("gardening", frozenset({"nurse"}))
    assert door.roles.allowed({"nurse"}, "gardening")
    assert not door.roles.allowed({"biller"}, "gardening")


def later(monkeypatch, minutes):
    moment = machine_now() + timedelta(minutes=minutes)
    monkeypatch.setattr(door, "machine_now", lambda: moment)


def test_the_desk_locks_when_nobody_touches_it(desk, monkeypatch):
    desk.get("/")
    later(monkeypatch, 16)
    assert desk.get("/found/")["Location"] == "/locked/?next=%2Ffound%2F"
    monkeypatch.undo()
    assert desk.get("/found/").status_code == 302  # and it stays locked
    assert AuditEntry.objects.count() == 1


def test_a_page_that_refreshes_itself_does_not_keep_the_desk_open(desk, monkeypatch):
    desk.get("/")
    later(monkeypatch, 10)
    assert desk.get("/", headers={"Northstar-Unattended": "1"}).status_code == 200
    later(monkeypatch, 16)
    assert desk.get("/").status_code == 302


def test_a_form_sent_to_a_locked_desk_says_that_it_was_not_sent(desk, monkeypatch):
    desk.get("/")
    later(monkeypatch, 16)
    answer = desk.post(
        "/found/", {"note": "x"}, headers={"Referer": "http://testserver/found/?q=1"}
    )
    assert answer.status_code == 401
    assert b"Not sent yet" in answer.content
    assert b"/locked/?next=%2Ffound%2F%3Fq%3D1" in answer.content


def test_an_administrator_connects_an_app_before_anything_else(client):
    admin = Staff.objects.create(username="dana", name="Dana")
    Role.objects.create(staff=admin, role="administrator", start=machine_now() - timedelta(days=1))
    client.force_login(admin)
    assert client.get("/nothing/")["Location"].startswith("/account/app/?next=")


def test_a_role_that_ended_opens_nothing(desk, sarah):
    sarah.roles.update(end=machine_now() - timedelta(hours=1))
    assert desk.get("/").status_code == 403


def test_the_door_asks_the_store_a_handful_of_times(desk, django_assert_max_num_queries):
    desk.get("/nothing/")
    with django_assert_max_num_queries(7):
        desk.get("/nothing/")
