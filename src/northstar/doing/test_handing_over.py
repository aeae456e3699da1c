"""A baton: built from the record, read back, accepted once, and home again when cover ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.harness.mrs_chen import NOW

from northstar.access.models import Absence, Entitlement, Membership, Role, Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as noted
from northstar.casework.batons import acts, asking
from northstar.casework.batons.models import Answer, Baton
from northstar.casework.worklist import acts as lines
from northstar.casework.worklist import by_hand, succession
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label
from northstar.doing import handing_over, promising
from northstar.record.models import Arrival
from northstar.rules.signal import Band
from northstar.spine import review

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
HELD = Label.BEHAVIORAL.value
READ_BACK = "Mrs. Chen first: two heart pills, call cardiology"
FRIDAY, MONDAY, TUESDAY = date(2026, 9, 11), date(2026, 9, 14), date(2026, 9, 15)
NEXT_TUESDAY = NOW + timedelta(days=7)


def colleague(name, role="coordinator"):
    row = Staff.objects.create(username=name.split()[0].lower(), name=name)
    Role.objects.create(staff=row, role=role, start=NOW - timedelta(days=90))
    return row


@pytest.fixture
def marcus(chen, sarah):
    """A colleague; all that is open about Mrs. Chen is Sarah's."""
    Line.objects.filter(is_open=True, patient=chen).update(staff=sarah, team=None)
    return colleague("Marcus Webb")


@pytest.fixture
def by(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def his(marcus):
    return viewer_of(marcus, NOW)


@pytest.fixture
def offer(by, sarah, marcus, chen):
    def offer(**more):
        words = {"by": by, "giver": sarah, "to": marcus, "patient": chen, "at": NOW}
        return handing_over.offer(**words | more)

    return offer


def notes(chen, viewer=None):
    viewer = viewer or system_viewer("a test")
    return [act.says for act in noted.of_patient(viewer, chen.pk, kinds=["hand-over"])]


def held(staff):
    return Line.objects.filter(staff=staff, is_open=True)


def test_a_person_is_told_in_five_parts_and_nothing_moves_before_it_is_read_back(
    offer, sarah, marcus, his
):
    count = held(sarah).count()
    baton = offer(says="Her daughter visits on Friday.", until=FRIDAY)
    assert (held(sarah).count(), held(marcus).count()) == (count, 0)
    [person] = asking.persons(his, baton, NOW.date())
    assert set(person.tells) == {"ill", "who", "open", "may", "do"}
    assert len(person.tells["open"]) == count == len(person.lines)
    assert "Chinese" in " ".join(person.tells["who"])
    assert asking.count_waiting(his) == 1


def a_message(sarah, **whose):
    """A voicemail's line that nobody has confirmed yet."""
    line = by_hand.new(patient=0, key=f"a voicemail of {whose}", at=NOW, to=sarah)
    line.patient_id, line.arrival, line.band = None, Arrival.objects.first(), int(Band.SAFETY)
    for name, one in whose.items():
        setattr(line, name, one)
    line.says, line.suggests = "says “chest feels tight”", "Call back now"
    return by_hand.keep(line, at=NOW)


def test_what_is_probably_theirs_goes_with_the_person_and_says_so(offer, sarah, marcus, chen, his):
    """A voicemail of a tight chest, not confirmed yet, is told first and stays with nobody."""
    line = a_message(sarah, likely=chen)
    baton = offer()
    [person] = asking.persons(his, baton, NOW.date())
    assert person.tells["ill"] == "Cannot wait"
    told = [one["says"] for one in person.tells["open"]]
    assert "probably theirs, not confirmed: says “chest feels tight”" in told
    handing_over.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK)
    assert Line.objects.get(pk=line.pk).staff == marcus


def test_what_is_nobodys_yet_goes_with_the_day_and_is_told(offer, sarah, marcus, by, his):
    line = a_message(sarah)
    whole = {"by": by, "giver": sarah, "to": marcus, "at": NOW}
    drafts = handing_over.drafted(patient=None, **whole)
    assert handing_over.of_nobody(drafts=drafts, **whole) == [line]
    baton = offer(patient=None)
    assert asking.of_nobody(his, baton) == [line]


def test_read_back_and_accepted_it_is_the_others(offer, sarah, marcus, his):
    count = held(sarah).count()
    assert acts.accept(baton=offer(), by=his, at=NOW, read_back=READ_BACK) == (count, 0)
    assert (held(sarah).count(), held(marcus).count()) == (0, count)
    assert asking.count_waiting(his) == 0


def test_a_word_is_no_reading_back(offer, his):
    with pytest.raises(Refused, match="Say back"):
        acts.accept(baton=offer(), by=his, at=NOW, read_back="ok")


def test_of_two_answers_one_counts(offer, his):
    baton = offer()
    acts.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK)
    for again in (
        lambda: acts.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK),
        lambda: acts.decline(baton=baton, by=his, at=NOW, why="no"),
    ):
        with pytest.raises(Refused, match="Marcus Webb has accepted this already"):
            again()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(baton=baton, what="declined", at=NOW, by="Marcus Webb")


def test_declined_it_stays_and_the_reason_is_read(offer, sarah, his, by):
    count = held(sarah).count()
    acts.decline(baton=offer(), by=his, at=NOW, why="I am on the ward all day")
    [shown] = asking.given_by(by, NOW - timedelta(hours=1))
    assert (shown.state, shown.said) == ("declined", "I am on the ward all day")
    assert held(sarah).count() == count


def test_only_the_giver_takes_an_offer_back(offer, his, by):
    baton = offer()
    with pytest.raises(Refused, match="Only Sarah"):
        acts.take_back(baton=baton, by=his, at=NOW)
    acts.take_back(baton=baton, by=by, at=NOW)
    with pytest.raises(Refused, match="taken back"):
        acts.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK)


def test_what_was_done_meanwhile_does_not_go_over(offer, sarah, by, his):
    count, baton = held(sarah).count(), offer()
    line = held(sarah).exclude(band=0).first()
    lines.done(line=line, by=by, at=NOW, outcome="Not needed any more")
    assert acts.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK) == (count - 1, 1)


def test_one_thing_is_offered_to_one(offer):
    offer()
    with pytest.raises(Refused, match="offered to Marcus Webb already"):
        offer()


def test_the_whole_day_goes(offer, sarah, marcus, his):
    baton = offer(patient=None)
    assert baton.pieces.count() == held(sarah).count()


def test_only_who_leads_hands_over_for_another(offer, marcus):
    with pytest.raises(Refused, match="who leads the team"):
        offer(by=viewer_of(marcus, NOW))
    offer(by=viewer_of(colleague("Vera", "manager"), NOW))


def test_a_sleeping_promise_keeps_its_day(offer, by, chen, his):
    line = promising.promise(by=by, patient=chen, says="call back", on=FRIDAY, at=NOW)
    acts.accept(baton=offer(), by=his, at=NOW, read_back=READ_BACK)
    line.refresh_from_db()
    assert (line.next_on, line.staff_id) == (FRIDAY, his.staff_id)


def test_a_promise_for_a_day_the_other_is_away_is_kept_early(offer, by, chen, his, marcus):
    line = promising.promise(by=by, patient=chen, says="call back", on=FRIDAY, at=NOW)
    Absence.objects.create(staff=marcus, first=FRIDAY, last=MONDAY)
    acts.accept(baton=offer(), by=his, at=NOW, read_back=READ_BACK)
    line.refresh_from_db()
    assert line.next_on == date(2026, 9, 10)


def test_when_the_cover_ends_it_comes_home_once(offer, sarah, his, by):
    baton = offer(until=FRIDAY)
    acts.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK)
    count = held(his.staff_id).count()
    done = held(his.staff_id).exclude(band=0).first()
    lines.done(line=done, by=his, at=NOW, outcome="Booked")
    assert handing_over.return_what_is_over(NOW) == 0
    assert handing_over.return_what_is_over(NEXT_TUESDAY) == 1
    assert handing_over.return_what_is_over(NEXT_TUESDAY) == 0
    assert held(sarah).count() == count - 1
    told = asking.meanwhile(by, asking.one(by, str(baton.public_id)))
    assert [(line.pk, how, who) for line, how, who in told.done] == [
        (done.pk, "Booked", "Marcus Webb")
    ]


def test_it_waits_until_the_giver_is_back(offer, sarah, his):
    acts.accept(baton=offer(until=FRIDAY), by=his, at=NOW, read_back=READ_BACK)
    Absence.objects.create(staff=sarah, first=MONDAY, last=TUESDAY)
    assert handing_over.return_what_is_over(NEXT_TUESDAY) == 0
    assert handing_over.return_what_is_over(NEXT_TUESDAY + timedelta(days=1)) == 1


def test_away_with_cover_is_a_baton_that_comes_home(sarah, marcus, his, chen):
    vera = viewer_of(colleague("Vera", "manager"), NOW)
    today = NOW.date()
    count = held(sarah).count()
    moved = handing_over.goes_away(
        staff=sarah, first=today, last=FRIDAY, why="ill", cover=marcus, by=vera, at=NOW
    )
    assert moved == count == held(marcus).count()
    [shown] = asking.waiting_for(his)
    assert shown.state == "with who covers"
    acts.accept(baton=shown.baton, by=his, at=NOW, read_back=READ_BACK)
    review([chen.pk], NOW + timedelta(days=1))  # what comes in those days comes to Marcus
    assert handing_over.return_what_is_over(NEXT_TUESDAY - timedelta(days=1)) == 1
    assert held(sarah).count() >= count
    assert held(marcus).count() == 0


def test_a_teams_member_accepts_for_the_queue(offer, his, marcus, sarah):
    team = Team.objects.create(name="Heart team")
    Membership.objects.create(staff=marcus, team=team, start=NOW - timedelta(days=9))
    baton = offer(to=team)
    with pytest.raises(Refused, match="offered to Heart team"):
        acts.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK)
    acts.accept(baton=baton, by=viewer_of(marcus, NOW), at=NOW, read_back=READ_BACK)
    assert held(sarah).count() == 0
    assert Line.objects.filter(team=team, is_open=True).exists()


def test_what_the_other_may_not_see_stays_and_the_giver_is_told(by, sarah, marcus, chen, his):
    Entitlement.objects.create(
        staff=sarah, labels=1, reason="her clinic", start=NOW - timedelta(days=1)
    )
    hers = viewer_of(sarah, NOW)
    secret = promising.promise(by=hers, patient=chen, says="call", on=FRIDAY, at=NOW, label=1)
    words = {"by": hers, "giver": sarah, "to": marcus, "patient": chen, "at": NOW}
    assert handing_over.left_behind(**words) == 1
    baton = handing_over.offer(**words)
    acts.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK)
    secret.refresh_from_db()
    assert secret.staff_id == sarah.pk
    assert "call" not in [
        o["says"] for p in asking.persons(his, baton, NOW.date()) for o in p.tells["open"]
    ]


def test_who_leaves_takes_no_offer_along(offer, sarah, marcus, by):
    offer()
    vera = colleague("Vera", "manager")
    succession.has_left(staff=sarah, to=vera, by=viewer_of(vera, NOW), at=NOW)
    assert [answer.what for answer in Answer.objects.all()] == ["lapsed"]
    assert held(sarah).count() == 0


def test_who_took_over_and_leaves_loses_nothing(offer, sarah, marcus, his):
    baton = offer(until=FRIDAY)
    acts.accept(baton=baton, by=his, at=NOW, read_back=READ_BACK)
    count = held(marcus).count()
    vera = colleague("Vera", "manager")
    succession.has_left(staff=marcus, to=vera, by=viewer_of(vera, NOW), at=NOW)
    assert held(vera).count() == count
    assert handing_over.return_what_is_over(NEXT_TUESDAY) == 1
    assert held(sarah).count() == count


def test_nobody_else_reads_it(offer):
    baton = offer()
    stranger = viewer_of(colleague("Dana Cho"), NOW)
    with pytest.raises(Refused, match="no such hand-over"):
        asking.one(stranger, str(baton.public_id))
    assert Baton.objects.count() == 1


def test_for_good_the_person_goes_too_and_for_a_time_not(offer, his, sarah, marcus, chen):
    from northstar.record.panels import holders

    words = {"by": his, "at": NOW, "read_back": READ_BACK}
    handing_over.accept(baton=offer(until=FRIDAY), **words)
    assert holders([chen.pk], NOW.date())[chen.pk][1] == sarah.pk
    handing_over.return_what_is_over(NEXT_TUESDAY)
    assert notes(chen) == []
    handing_over.accept(baton=offer(), **words)
    assert holders([chen.pk], NOW.date())[chen.pk][1] == marcus.pk
    assert notes(chen) == ["Took over from Sarah Okafor: Marcus Webb looks after them from now on."]


def test_that_restricted_work_went_over_is_restricted(offer, by, his, chen):
    entitled = [replace(one, labels=HELD) for one in (by, his)]
    Entitlement.objects.bulk_create(
        Entitlement(staff_id=one.staff_id, labels=HELD, start=NOW, reason="a test")
        for one in entitled
    )
    Line.objects.filter(is_open=True, patient=chen).update(label=HELD)
    baton = offer(by=entitled[0])
    handing_over.accept(baton=baton, by=entitled[1], at=NOW, read_back=READ_BACK)
    assert notes(chen, his) == []
    assert len(notes(chen, entitled[1])) == 1
