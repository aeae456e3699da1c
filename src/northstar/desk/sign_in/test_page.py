"""Coming in by name and password, by code, after a lock-out, and going away."""

import re
from datetime import timedelta

import pytest

from northstar.access import door, second_step
from northstar.access.audit.models import AuditEntry
from northstar.access.models import RecoveryCode, Role, SecondStep, Staff
from northstar.access.signing import let_try_again
from northstar.config.clock import machine_now
from northstar.desk.sign_in import account, page

pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]
PASSWORD = "seven quiet herons wade"
NEW = "eleven loud magpies argue"


@pytest.fixture
def sarah():
    staff = Staff(username="sarah", name="Sarah")
    staff.set_password(PASSWORD)
    staff.save()
    Role.objects.create(staff=staff, role="coordinator", start=machine_now() - timedelta(days=1))
    return staff


def sign_in(client, username="sarah", password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def entries():
    return list(AuditEntry.objects.values_list("action", "outcome", "who").order_by("sequence"))


@pytest.fixture
def moment(monkeypatch):
    """The machine's clock in the test's hand, for codes."""
    now = [machine_now().replace(second=1)]
    for module in (page, account, door):
        monkeypatch.setattr(module, "machine_now", lambda: now[0])
    return now


def code_at(staff, moment):
    step = SecondStep.objects.get(staff=staff)
    totp = second_step.TOTP(second_step._secret(step), 6, second_step.SHA1(), 30)
    return totp.generate(moment.timestamp()).decode()


@pytest.fixture
def with_app(sarah, moment):
    second_step.begin(staff=sarah)
    earlier = moment[0] - timedelta(minutes=5)
    code = code_at(sarah, earlier)
    sarah.spare = second_step.confirm(staff=sarah, code=code, machine_now=earlier)
    return sarah


def test_the_page_asks_with_labels_and_shows_no_desk(client):
    answer = client.get("/sign-in/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<label for="id_username">' in text
    assert "style=" not in text
    assert "<script" not in text


def test_name_and_password_open_and_lead_to_the_place_wanted(client, sarah):
    answer = sign_in(client, next="/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.get("/account/").status_code == 200
    assert entries() == [("sign-in", "done", str(sarah.public_id))]


def test_the_name_may_be_written_with_a_capital(client, sarah):
    assert sign_in(client, "Sarah").status_code == 302


def test_the_place_wanted_is_never_somebody_elses(client, sarah):
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/"
    client.logout()
    assert sign_in(client, next="//elsewhere.example/")["Location"] == "/"


def test_the_session_gets_a_new_key(client, sarah):
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client)
    assert client.session.session_key != before
    assert not type(session)().exists(before)


@pytest.mark.parametrize(("username", "password"), [("sarah", "wrong"), ("nobody", PASSWORD)])
def test_wrong_name_and_wrong_password_read_the_same(client, sarah, username, password):
    answer = sign_in(client, username, password)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert page.NOT_TOGETHER in text
    assert 'role="alert" tabindex="-1" autofocus' in text
    assert password not in text
    who = str(sarah.public_id) if username == "sarah" else "unknown"
    assert entries() == [("sign-in", "failed", who)]


def test_a_missing_field_is_named_beside_it_and_above(client, sarah):
    answer = sign_in(client, password="")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_password">Password: write your password.</a>' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_password_error"' in text


def test_who_has_left_does_not_come_in(client, sarah):
    Staff.objects.update(is_active=False)
    assert sign_in(client).status_code == 422


def test_five_wrong_tries_close_the_door_for_that_name_from_there(client, sarah):
    for _ in range(5):
        answer = sign_in(client, password="wrong")
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()
    assert sign_in(client).status_code == 429  # the right one does not open either
    elsewhere = client.post(
        "/sign-in/", {"username": "sarah", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9"
    )
    assert elsewhere.status_code == 302


def test_an_administrator_lifts_the_lock_out(client, sarah):
    for _ in range(5):
        sign_in(client, password="wrong")
    assert let_try_again("sarah") == 1
    assert sign_in(client).status_code == 302


def test_signing_out_ends_the_session(client, sarah):
    sign_in(client)
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302
    assert entries()[-1][:2] == ("sign-out", "done")


def test_signing_out_over_https_empties_what_waited_in_the_browser(client, sarah):
    sign_in(client)
    assert client.post("/sign-out/", secure=True)["Clear-Site-Data"] == '"storage"'


def test_signing_in_needs_the_forms_own_token(sarah, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403


def test_who_cannot_be_noted_does_not_come_in(client, sarah, monkeypatch):
    monkeypatch.setattr(page.signing, "viewed", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sign_in(client)
    assert client.get("/account/").status_code == 302


def test_stepping_away_locks_and_the_password_unlocks_at_the_same_place(client, sarah):
    sign_in(client)
    client.post("/lock/")
    assert client.get("/account/password/")["Location"] == "/locked/?next=%2Faccount%2Fpassword%2F"
    assert client.post("/locked/", {"password": "wrong"}).status_code == 422
    assert client.get("/account/").status_code == 302
    opened = client.post("/locked/", {"password": PASSWORD, "next": "/account/password/"})
    assert opened["Location"] == "/account/password/"
    assert client.get("/account/").status_code == 200


def test_wrong_passwords_at_the_locked_desk_count_too(client, sarah):
    sign_in(client)
    client.post("/lock/")
    answers = [client.post("/locked/", {"password": "wrong"}).status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]


def test_the_password_alone_does_not_open_where_an_app_is_connected(client, with_app):
    assert sign_in(client, next="/account/")["Location"] == "/sign-in/code/"
    assert client.get("/account/").status_code == 302


def test_the_code_opens_and_leads_to_the_place_wanted(client, with_app, moment):
    sign_in(client, next="/account/")
    answer = client.post("/sign-in/code/", {"code": code_at(with_app, moment[0])})
    assert answer["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_a_code_opens_once(client, with_app, moment):
    code = code_at(with_app, moment[0])
    sign_in(client)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    client.post("/sign-out/")
    sign_in(client)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 422


def test_a_recovery_code_opens_once(client, with_app):
    for wanted in (302, 422):
        sign_in(client)
        spare = with_app.spare[0].upper()
        assert client.post("/sign-in/code/", {"code": spare}).status_code == wanted
        client.post("/sign-out/")
    assert RecoveryCode.objects.filter(used=None).count() == 9


def test_wrong_codes_close_the_door(client, with_app, moment):
    sign_in(client)
    answers = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]
    right = {"code": code_at(with_app, moment[0])}
    assert client.post("/sign-in/code/", right).status_code == 429


def test_a_code_in_other_letters_is_only_wrong(client, with_app):
    sign_in(client)
    assert client.post("/sign-in/code/", {"code": "１２３４５６"}).status_code == 422


def test_the_half_way_in_lasts_five_minutes(client, with_app, moment):
    sign_in(client)
    moment[0] += timedelta(minutes=6)
    answer = client.post("/sign-in/code/", {"code": code_at(with_app, moment[0])})
    assert answer["Location"] == "/sign-in/"


def test_connecting_an_app_shows_a_square_the_letters_and_then_the_codes_once(
    client, sarah, moment
):
    sign_in(client)
    shown = client.get("/account/app/").content.decode()
    assert re.search(r'<path d="M4 4h1v1h-1z', shown)
    assert re.search(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", shown)
    assert client.post("/account/app/", {"code": "000000"}).status_code == 422
    answer = client.post("/account/app/", {"code": code_at(sarah, moment[0])})
    assert answer.content.decode().count("<li>") == 10
    assert second_step.is_set_up(sarah)


def test_the_secret_lies_sealed(with_app):
    step = SecondStep.objects.get()
    assert len(second_step._secret(step)) == 20
    assert second_step._secret(step) not in bytes(step.sealed)


def test_taking_the_app_away_needs_the_password(client, with_app, moment):
    client.force_login(with_app)
    assert client.post("/account/app/remove/", {"password": "wrong"}).status_code == 422
    assert client.post("/account/app/remove/", {"password": PASSWORD}).status_code == 302
    assert not second_step.is_set_up(with_app)


def change(client, current=PASSWORD, chosen=NEW, again=None):
    words = {"current": current, "chosen": chosen, "again": again or chosen}
    return client.post("/account/password/", words)


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, sarah):
    from django.test import Client

    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    assert change(client).status_code == 200
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert sign_in(elsewhere, password=NEW).status_code == 302


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"current": "wrong"}, "not your password until now"),
        ({"chosen": "password123"}, "easy to guess"),
        ({"chosen": "short"}, "at least 10 characters"),
        ({"again": "something else entirely"}, "the two differ"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(client, sarah, words, complaint):
    sign_in(client)
    answer = change(client, **words)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert sign_in(client, password=PASSWORD).status_code == 302


def test_who_found_the_desk_open_cannot_try_passwords_at_the_account(client, sarah):
    sign_in(client)
    for _ in range(5):
        answer = change(client, current="wrong")
    assert "Too many wrong tries" in answer.content.decode()
    answer = change(client)
    assert answer.status_code == 422
    assert "Too many wrong tries" in answer.content.decode()
    assert let_try_again("sarah")
    assert change(client).status_code == 200


def test_a_purpose_is_said_for_an_hour(client, sarah, moment):
    client.force_login(sarah)
    assert client.post("/purpose/", {}).status_code == 422
    said = client.post("/purpose/", {"why": "covering", "more": "for Dana", "next": "/account/"})
    assert said["Location"] == "/account/"
    assert "I am done" in client.get("/purpose/").content.decode()
    for _ in range(4):  # staying at the desk, or it would lock
        moment[0] += timedelta(minutes=14)
        client.get("/account/")
    moment[0] += timedelta(minutes=5)
    assert "I am done" not in client.get("/purpose/").content.decode()


@pytest.mark.parametrize(("why", "action"), [("emergency", "break-glass"), ("asked", "admin")])
def test_a_purpose_is_noted_and_an_emergency_as_one(client, sarah, why, action):
    client.force_login(sarah)
    client.post("/purpose/", {"why": why, "more": "fell at home"})
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.purpose) == (action, f"{why} fell at home")


def test_who_has_no_today_comes_in_where_they_work(client, sarah):
    Role.objects.update(role="biller")
    inside = sign_in(client)["Location"]
    assert inside != "/"
    assert client.get(inside).status_code == 200
