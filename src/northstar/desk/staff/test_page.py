"""An administrator keeps the staff; nobody else does, and not even they for themselves."""

from datetime import timedelta

import pytest

from northstar.access.models import Entitlement, Pending, Role, Staff
from northstar.access.staffing import default_team
from northstar.config.clock import machine_now
from northstar.desk.today.test_page import a_line
from northstar.record.models import Panel

pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]
PASSWORD = "seven quiet herons wade"
NEW = {"username": "sarah", "name": "Sarah", "role": "nurse", "password": PASSWORD}


@pytest.fixture(autouse=True)
def simply(settings):
    settings.REQUIRE_SECOND_STEP = False


@pytest.fixture
def dana():
    staff = Staff.objects.create(username="dana", name="Dana")
    start = machine_now() - timedelta(days=1)
    Role.objects.create(staff=staff, role="administrator", start=start)
    return staff


@pytest.fixture
def desk(client, dana):
    client.force_login(dana)
    return client


@pytest.fixture
def sarah(desk):
    desk.post("/staff/", NEW)
    return Staff.objects.get(username="sarah")


def test_someone_new_comes_with_a_role_and_can_sign_in(desk, sarah, dana):
    assert sarah.check_password(PASSWORD)
    assert [(row.role, row.by) for row in sarah.roles.all()] == [("nurse", dana)]
    text = desk.get("/staff/").content.decode()
    assert f'<a href="/staff/{sarah.public_id}/">Sarah</a>' in text
    assert Pending.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"username": "dana"}, "There is already a dana."),
        ({"password": "password123"}, "easy to guess"),
        ({"name": ""}, "Something is missing"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_takes_nobody_on(desk, words, complaint):
    answer = desk.post("/staff/", NEW | words)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert Staff.objects.count() == 1


def test_roles_are_given_and_ended_and_the_past_is_shown(desk, sarah):
    page = f"/staff/{sarah.public_id}/"
    desk.post(page + "give/", {"role": "on-call"})
    desk.post(page + "end/", {"role": "nurse"})
    text = desk.get(page).content.decode()
    assert "On call, since" in text
    assert "Nurse, " in text
    assert " to " in text


def test_a_role_that_is_none_is_refused_in_a_sentence(desk, sarah):
    answer = desk.post(f"/staff/{sarah.public_id}/give/", {"role": "king"})
    assert answer.status_code == 422
    assert "There is no role" in answer.content.decode()


def test_who_has_left_signs_in_no_more(desk, sarah):
    for act in ("unlock", "app"):
        assert desk.post(f"/staff/{sarah.public_id}/{act}/").status_code == 302
    to = {"to": str(default_team().public_id)}
    assert desk.post(f"/staff/{sarah.public_id}/deactivate/", to).status_code == 302
    desk.post("/sign-out/")
    answer = desk.post("/sign-in/", {"username": "sarah", "password": PASSWORD})
    assert answer.status_code == 422


def test_a_weak_new_password_is_refused(desk, sarah):
    page = f"/staff/{sarah.public_id}/password/"
    assert desk.post(page, {"password": "short"}).status_code == 422
    assert desk.post(page, {"password": "eleven loud magpies argue"}).status_code == 302


def test_nobody_gives_themselves_a_role_or_leaves_by_themselves(desk, dana):
    for act, words in (("give", {"role": "nurse"}), ("deactivate", {})):
        answer = desk.post(f"/staff/{dana.public_id}/{act}/", words)
        assert answer.status_code == 422
        assert "Another administrator" in answer.content.decode()


def test_a_nurse_keeps_no_staff(client, sarah):
    client.force_login(sarah)
    assert client.get("/staff/").status_code == 403
    assert client.post(f"/staff/{sarah.public_id}/give/", {"role": "provider"}).status_code == 403


def test_whoever_leaves_holds_nothing_any_more(desk, sarah):
    lines = [a_line(sarah, name=f"Person {n}") for n in range(3)]
    Panel.objects.create(patient=lines[0].patient, staff=sarah.pk, start=lines[0].next_on)
    page = f"/staff/{sarah.public_id}/deactivate/"
    text = desk.get(page).content.decode()
    assert "<b>3</b> open lines: harm this week" in text
    assert "Person 0" not in text  # an administrator has no business in a chart
    desk.post("/staff/", NEW | {"username": "marcus", "name": "Marcus"})
    marcus = Staff.objects.get(username="marcus")
    assert desk.post(page, {"to": str(marcus.public_id)}).status_code == 302
    for line in lines:
        line.refresh_from_db()
        assert (line.staff, line.is_open, line.touched) == (marcus, True, False)
        assert line.next_on
        assert line.steps.get().why == "Sarah has left"
    assert not Panel.objects.filter(staff=sarah.pk, end=None).exists()
    assert Panel.objects.filter(staff=marcus.pk, end=None).exists()


def test_nobody_leaves_without_an_heir_and_nothing_is_half_done(desk, sarah):
    line = a_line(sarah)
    page = f"/staff/{sarah.public_id}/deactivate/"
    for to in ("", "nobody", str(sarah.public_id)):
        answer = desk.post(page, {"to": to})
        assert answer.status_code == 422
        sarah.refresh_from_db()
        line.refresh_from_db()
        assert sarah.is_active
        assert line.staff == sarah


def test_what_the_heir_may_not_see_goes_to_who_may(desk, sarah, dana):
    line = a_line(sarah, label=2)
    now = machine_now() - timedelta(days=1)
    for name, labels in (("marcus", 0), ("nora", 2)):
        desk.post("/staff/", NEW | {"username": name, "name": name.title()})
        if labels:
            Entitlement.objects.create(
                staff=Staff.objects.get(username=name),
                labels=labels,
                reason="Part 2 team",
                start=now,
            )
    page = f"/staff/{sarah.public_id}/deactivate/"
    assert "Nothing that you may see" in desk.get(page).content.decode()
    desk.post(page, {"to": str(Staff.objects.get(username="marcus").public_id)})
    line.refresh_from_db()
    assert line.staff.username == "nora"
