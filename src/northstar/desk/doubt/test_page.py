"""Still one person? The doubt is listed, shown with what was corrected, answered, and left to somebody."""

import pytest
from tests.harness.two_records import allergies

from northstar.access.models import Staff, Team
from northstar.access.viewer import viewer_of
from northstar.casework.worklist import asked, by_hand
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label
from northstar.desk.who import test_page as who
from northstar.record.models import Parting

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def ana(sarah):
    """Ana Rio, known to A and to B as one person; then A corrects her sex."""
    first = who.arrive("A", phone="4155550101")
    assert who.arrive("B", phone="4155550101", allergy="latex") == first
    assert who.arrive("A", phone="4155550101", gender="male", hour=11) == first
    return first


def at(uid, act=""):
    return f"/who/doubt/{uid}/{act}"


def text(page):
    return page.content.decode()


def test_a_correction_that_contradicts_is_listed_and_shown_with_what_changed(client, ana):
    page = text(client.get("/who/"))
    assert "Still one person? <b>Ana Rio</b>" in page
    assert "1 question that" in page
    page = text(client.get(at(ana)))
    assert "<b>Sex</b> was <bdi>female</bdi>; now <bdi>male</bdi>" in page
    for words in ("with the correction", "they differ", "Still one person", "(415) 555-0101"):
        assert words in page
    assert allergies(client, ana) == {"penicillin", "latex"}


def test_they_stay_one_for_a_reason(client, ana):
    assert client.post(at(ana, "same/"), {}).status_code == 422
    assert client.post(at(ana, "same/"), {"reason": "asked her"}).status_code == 302
    assert "No question is open" in text(client.get("/who/"))
    assert client.get(at(ana)).status_code == 404
    assert "asked her" in text(client.get("/who/settled/"))
    assert allergies(client, ana) == {"penicillin", "latex"}


def test_they_are_parted_for_a_reason_and_the_page_says_what_that_leaves(client, ana):
    after = client.post(at(ana, "apart/"), {"reason": "his sister"})["Location"]
    assert "Each has a chart again" in text(client.get(after))
    assert allergies(client, ana) == {"penicillin"}
    assert Parting.objects.count() == 1


def test_whoever_is_asked_is_asked_no_longer_once_the_sources_agree(client, ana):
    team = Team.objects.create(name="Registration")
    words = {"reason": "which is right?", "to": str(team.public_id)}
    assert client.post(at(ana, "unsure/"), {"reason": "which"}).status_code == 422
    assert client.post(at(ana, "unsure/"), words).status_code == 302
    assert "Left to Registration" in text(client.get(at(ana)))
    line = Line.objects.get(is_open=True, signal="by hand")
    assert f'href="{at(ana)}"' in text(client.get(f"/line/{line.public_id}/"))
    who.arrive("A", phone="4155550101", allergy="none", hour=12)
    line.refresh_from_db()
    assert not line.is_open
    assert line.steps.last().outcome == "the records agree again"
    told = Line.objects.get(is_open=True, signal="by hand")
    assert (told.holder.name, told.because[0]["says"]) == ("Sarah", "the records agree again")
    assert "No question is open" in text(client.get("/who/"))


def test_a_question_that_came_back_goes_away_once_the_sources_agree(client, ana):
    team = Team.objects.create(name="Registration")
    client.post(at(ana, "unsure/"), {"reason": "which is right?", "to": str(team.public_id)})
    line = Line.objects.get(is_open=True, signal="by hand")
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    asked.answered(line, by=viewer_of(dana, who.NOW), outcome="Not found", note="", at=who.NOW)
    by_hand.close(line, at=who.NOW, by="Dana Whitfield", outcome="Not found", staff=dana.pk)
    assert Line.objects.get(is_open=True, signal="by hand").matter == "answer"
    who.arrive("A", phone="4155550101", allergy="none", hour=12)
    assert not Line.objects.filter(is_open=True, signal="by hand").exists()


def test_a_doubt_that_rests_on_a_restricted_record_does_not_exist_for_others(client, sarah):
    first = who.arrive("A", phone="4155550101")
    who.arrive("B", phone="4155550101", label=int(Label.PART2))
    who.arrive("B", phone="4155550101", label=int(Label.PART2), gender="male", hour=11)
    assert "No question is open" in text(client.get("/who/"))
    assert client.get(at(first)).status_code == 404
    assert client.post(at(first, "same/"), {"reason": "x"}).status_code == 404
