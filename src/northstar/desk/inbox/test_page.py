"""The inbox in a page: what waits, what each act does, and the way back."""

import re

import pytest
from tests.harness.inbox import LONG_AGO, NOW, a_call, known, messages, post

from northstar import spine
from northstar.access.models import Entitlement, Role, Staff
from northstar.casework.acts.models import Act
from northstar.casework.inbox.models import Piece
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_an_empty_inbox_says_so(client, sarah):
    assert "Nothing waiting." in client.get("/inbox/").content.decode()


def test_what_arrived_waits_with_whose_it_may_be(client, sarah):
    known("Rio", "4155550101")
    a_call("Hello, this is Ana Rio, please call me back about my refill.")
    page = client.get("/inbox/").content.decode()
    assert "Likely Ana Rio" in page
    assert "about my refill" in page


def test_the_tabs_add_up_to_all_and_the_head_says_how_they_fold(client, sarah):
    known("Rio", "4155550101")
    a_call("Hello, this is Ana Rio, please call me back about my refill.")
    a_call("Ana Rio again, still waiting about the refill.", number=2)
    page = client.get("/inbox/").content.decode()
    counts = dict(re.findall(r">([A-Z][a-z ]+) <span class=\"num\">(\d+)</span>", page))
    of_a_sort = {name: int(n) for name, n in counts.items() if name not in ("All", "Unmatched")}
    assert sum(of_a_sort.values()) == int(counts["All"]) == 2
    assert "<b>2</b> wait, in 1 row:" in page


def test_confirmed_and_made_work_it_leaves_the_inbox_and_stands_in_today(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    assert post(client, piece, "make", patient=rio).status_code == 302
    piece.refresh_from_db()
    assert not piece.is_open
    assert messages(rio) == 1
    assert Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()
    assert Act.objects.get().kind == "inbox"


def test_taken_back_it_waits_again_and_has_left_the_chart(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    post(client, piece, "make", patient=rio)
    assert client.post("/inbox/undo/").status_code == 302
    piece.refresh_from_db()
    assert piece.is_open
    assert not piece.sure
    assert messages(rio) == 0
    assert Act.objects.get().taken_back


def test_taken_back_one_stays_in_the_tab_in_which_it_was_done(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    done = post(client, piece, "file", patient=rio, tab="voice")
    bar = client.get(done.url).content.decode().partition('action="/inbox/undo/"')[2]
    assert '<input type="hidden" name="tab" value="voice">' in bar.partition("</form>")[0]
    back = client.post("/inbox/undo/", {"tab": "voice"})
    assert back.url.startswith(f"/inbox/?tab=voice&piece={piece.public_id}")
    assert client.post("/inbox/undo/", {"tab": "voice"}).url == "/inbox/?tab=voice"


def test_filed_it_is_in_the_chart_and_its_work_is_done(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio. No need to call me, all is well.")
    post(client, piece, "file", patient=rio)
    assert not Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()
    assert messages(rio) == 1
    spine.review_due(NOW)
    assert not Piece.objects.filter(is_open=True).exists()
    client.post("/inbox/undo/")
    assert Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()


def test_nothing_uncertain_is_filed(client, sarah):
    known("Rio", "4155550101")
    known("Lee", "4155550101")
    for number, words in enumerate(("Please call me about my ride.", "Call me about my bill.")):
        piece = a_call(words, number=number + 1, phone=["(415) 555-0101", "(415) 555-0177"][number])
        answer = post(client, piece, "file")
        assert answer.status_code == 422
        piece.refresh_from_db()
        assert piece.is_open


def test_what_is_about_life_or_safety_is_never_filed(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("This is Ana Rio, my chest feels tight.")
    answer = post(client, piece, "file", patient=rio)
    assert answer.status_code == 422
    assert "life or safety" in answer.content.decode()
    assert messages(rio) == 0


def test_two_on_one_phone_are_two_rows(client, sarah):
    known("Rio", "4155550101")
    known("Lee", "4155550101")
    a_call("This is Ana Rio, please call me about my ride.", number=1)
    a_call("This is Ana Lee, please call me about my bill.", number=2)
    page = client.get("/inbox/").content.decode()
    assert page.count("data-row") == 2


def test_a_wrong_number_leaves_and_can_be_taken_back(client, sarah):
    piece = a_call("Is this the pizza place? I want to order.")
    assert post(client, piece, "not-ours", ours="whatever").status_code == 422
    post(client, piece, "not-ours", ours="Wrong number")
    assert not Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()
    assert not Piece.objects.filter(is_open=True).exists()
    client.post("/inbox/undo/")
    assert Piece.objects.filter(is_open=True).exists()
    assert Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()


def test_a_misdirected_one_is_the_privacy_officers_and_says_nothing_of_its_content(client, sarah):
    olive = Staff.objects.create(username="olive", name="Olive Grant")
    Role.objects.create(staff=olive, role="privacy-officer", start=LONG_AGO)
    piece = a_call("Hello, this message is for the Harbor Dental office about the crown.")
    post(client, piece, "not-ours", ours="Meant for another organisation")
    line = Line.objects.get(is_open=True)
    assert line.staff == olive
    assert "crown" not in f"{line.says} {line.suggests} {line.because}"


def test_joined_to_other_work_of_the_person(client, sarah):
    rio = known("Rio", "4155550101")
    first = a_call("This is Ana Rio, please call me about my ride.", number=1)
    post(client, first, "make", patient=rio)
    work = Line.objects.filter(is_open=True).first()
    spine.review_due(NOW)
    second = a_call("This is Ana Rio, I also want to ask about my bill.", number=2)
    page = client.get(f"/inbox/{second.public_id}/").content.decode()
    assert post(client, second, "join", line="x", patient=rio).status_code == 422
    assert work.is_open
    assert "Join" in page or "Confirm and make work" in page


def test_somebody_else_is_found_without_a_name_in_an_address(client, sarah):
    lopez = known("Lopez", "4155550199")
    piece = a_call("Please call me back about my ride.")
    page = client.post(f"/inbox/{piece.public_id}/", {"q": "lopez"}).content.decode()
    assert "Ana Lopez" in page
    post(client, piece, "make", patient=lopez)
    assert messages(lopez) == 1


def test_one_query_more_for_no_number_of_rows(client, sarah, django_assert_max_num_queries):
    for number in range(8):
        a_call(
            f"Please call me back about my ride number {number}.",
            number=number,
            phone=f"(415) 555-01{number}7",
        )
    with django_assert_max_num_queries(45):
        client.get("/inbox/")


def test_who_is_not_concerned_does_not_open_a_piece(client, sarah):
    piece = a_call("Please call me back about my ride.")
    other = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=other, role="coordinator", start=LONG_AGO)
    client.force_login(other)
    assert client.get(f"/inbox/{piece.public_id}/").status_code == 403
    assert client.get("/inbox/").content.decode().count("data-row") == 0


def test_who_was_quicker_is_named(client, sarah):
    known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    post(client, piece, "not-ours", ours="Wrong number")
    answer = post(client, piece, "not-ours", ours="Wrong number")
    assert answer.status_code == 422
    said = answer.content.decode().partition("Not done yet.")[2][:200]
    assert "Sarah Okafor has finished with this already at 07:30: not ours." in said


def test_what_was_typed_for_one_never_stands_beside_another(client, sarah):
    """A colleague was quicker: the words stay, on a page of their own, and in nobody else's form."""
    known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    known("Lee", "4155550102")
    a_call("This is Ana Lee about the ride.", phone="(415) 555-0102", number=2)
    post(client, piece, "not-ours", ours="Wrong number")
    shown = post(client, piece, "answer", answer="Your refill is ready.", channel="text")
    said = shown.content.decode()
    assert shown.status_code == 422
    assert ">Your refill is ready.</textarea>" in said
    assert "Ana Lee" not in said


def test_what_is_surely_somebodys_can_be_misdirected_and_leaves_the_chart(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    line = Line.objects.get(arrival=piece.arrival_id)
    client.post(f"/whose/{line.public_id}/confirm/", {"patient": rio})
    piece.refresh_from_db()
    assert piece.sure
    assert messages(rio) == 1
    offered = client.get(f"/inbox/{piece.public_id}/").content.decode()
    assert "Meant for another organisation" in offered
    assert "Nobody we know" not in offered
    assert post(client, piece, "not-ours", ours="Nobody we know").status_code == 422
    post(client, piece, "not-ours", ours="Meant for another organisation")
    assert messages(rio) == 0
    spine.review_due(NOW)
    assert [one.matter for one in Line.objects.filter(is_open=True)] == ["privacy"]
    client.post("/inbox/undo/")
    assert messages(rio) == 1
    assert "privacy" not in [one.matter for one in Line.objects.filter(is_open=True)]


def test_closed_in_today_it_waits_no_more(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    line = Line.objects.get(arrival=piece.arrival_id)
    client.post(f"/line/{line.public_id}/done/", {"outcome": "Reached, and settled"})
    assert not Piece.objects.filter(is_open=True).exists()
    assert messages(rio) == 0


def test_z_in_today_takes_back_what_was_done_here(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio. All is well, no need to call.")
    post(client, piece, "file", patient=rio)
    client.post("/undo/")
    piece.refresh_from_db()
    assert piece.is_open
    assert messages(rio) == 0


def test_an_answer_is_as_guarded_as_what_it_answers(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, what time is my group?")
    label = int(Label.BEHAVIORAL)
    Piece.objects.update(label=label)
    Entitlement.objects.create(staff=sarah, labels=label, reason="care", start=NOW)
    text = "It begins at nine."
    by_portal = post(client, piece, "answer", patient=rio, channel="portal", answer=text)
    assert by_portal.status_code == 302
    assert [act.label for act in Act.objects.all()] == [label]


def test_an_answer_goes_out_once_and_closes_its_work(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, what time is my ride?")
    assert post(client, piece, "answer", patient=rio, channel="letter").status_code == 422
    text = "The van comes at nine."
    by_text = post(client, piece, "answer", patient=rio, channel="text", answer=text)
    assert by_text.status_code == 422  # nobody has asked her whether we may
    assert text in by_text.content.decode()
    assert (
        post(client, piece, "answer", patient=rio, channel="letter", answer=text).status_code == 302
    )
    piece.refresh_from_db()
    assert not piece.is_open
    assert not Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()
    assert [act.kind for act in Act.objects.all()] == ["letter"]
    client.post("/inbox/undo/")
    piece.refresh_from_db()
    assert piece.is_open
