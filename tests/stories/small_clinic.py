"""A small clinic on random days: three colleagues, a team, three people, and what must hold whatever they do."""

from collections import Counter
from copy import copy
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from northstar import decided
from northstar.access.models import Absence, Membership, Role, Shift, Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts.models import Act
from northstar.casework.batons import acts as batons
from northstar.casework.batons.models import Answer, Baton
from northstar.casework.batons.verify import problems as of_batons
from northstar.casework.promises.models import Promise, Turn
from northstar.casework.promises.verify import problems as of_promises
from northstar.casework.worklist import acts, by_hand, covering, queueing, succession, undoing
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.steps import undoable
from northstar.casework.worklist.verify import problems as of_lines
from northstar.casework.worklist.verify import uncovered
from northstar.chart.people import HumanName, Patient
from northstar.chart.visits import Encounter
from northstar.chart.when import when
from northstar.doing import handing_over, promising
from northstar.record import belonging, feeds
from northstar.record.models import Identity, Link
from northstar.sources.reading import Found, Reading
from northstar.spine import arrived, review

START = datetime(2026, 9, 8, 15, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = system_viewer("a test")
PEOPLE, NAMES = ("1", "2", "3"), ("Sarah", "Marcus", "Vera")


class Clinic:
    """Three colleagues, a team, three people; `said`: every sentence that somebody has written."""

    def __init__(self):
        self.now, self.count, self.said = START, 0, Counter()
        self.sentences: list[str] = []
        self.team = Team.objects.create(name="Heart team")
        self.staff = []
        for name in NAMES:
            one = Staff.objects.create(username=name.lower(), name=name)
            role = "manager" if name == "Vera" else "coordinator"
            Role.objects.create(staff=one, role=role, start=LONG_AGO)
            Membership.objects.create(staff=one, team=self.team, start=LONG_AGO)
            self.staff.append(one)
        for weekday in (1, 3):  # Vera is there on two days only
            Shift.objects.create(
                staff=self.staff[2], kind="work", weekday=weekday, begins="8:00", ends="16:00"
            )
        for who in PEOPLE:
            self.arrives(who, [])

    def again(self):
        """The same clinic on its first morning, for another story."""
        other = copy(self)
        other.said, other.sentences = Counter(), []
        other.staff = [Staff.objects.get(pk=one.pk) for one in self.staff]
        return other

    @property
    def days(self):
        """How many days have passed."""
        return (self.now - START).days

    def do(self, step):
        """One step; what is refused, with a sentence, changes nothing."""
        self.count += 1
        what, *words = step
        try:
            with transaction.atomic():
                getattr(self, what)(*words)
        except Refused as sorry:
            self.sentences.append(str(sorry))

    def by(self, who):
        return viewer_of(self.staff[who], self.now)

    def words(self, what):
        """A sentence that nobody else writes."""
        return f"{what} number {self.count}"

    def patient(self, key):
        return Link.objects.get(identity__feed__name="A", identity__key=key, ended_at=None).patient

    def pick(self, rows, number):
        rows = list(rows)
        if not rows:
            raise Refused("Nothing is there to choose from.")
        return rows[number % len(rows)]

    # what people do

    def promise(self, who, key, ahead):
        says = self.words("call about")
        on = self.now.date() + timedelta(days=ahead)
        promising.promise(by=self.by(who), patient=self.patient(key), says=says, on=on, at=self.now)
        self.said[says] += 1

    def open_promise(self, number):
        rows = (
            Promise.objects.filter(line__is_open=True)
            .select_related("line__patient")
            .order_by("pk")
        )
        return self.pick(rows, number)

    def another_day(self, who, number, ahead):
        row, why = self.open_promise(number), self.words("told them")
        promising.another_day(
            by=self.by(who), patient=row.line.patient, promise=row, why=why, at=self.now,
            on=self.now.date() + timedelta(days=ahead),
        )  # fmt: skip
        self.said[why] += 1

    def keep(self, who, number):
        row, note = self.open_promise(number), self.words("they know")
        promising.keep(
            by=self.by(who), patient=row.line.patient, promise=row, at=self.now, note=note
        )
        self.said[note] += 1

    def call_off(self, who, number):
        row, why = self.open_promise(number), self.words("not wanted")
        promising.call_off(
            by=self.by(who), patient=row.line.patient, promise=row, at=self.now, why=why
        )
        self.said[why] += 1

    def line(self, number, **more):
        lines = Line.objects.filter(is_open=True, **more).select_related("staff", "team", "patient")
        return self.pick(lines.order_by("pk"), number)

    def later(self, who, number, ahead):
        line, why = self.line(number), self.words("can wait")
        on = self.now.date() + timedelta(days=ahead)
        acts.later(line=line, by=self.by(who), at=self.now, on=on, why=why)
        self.said[why] += 1

    def queue(self, key):
        line = by_hand.new(
            patient=self.patient(key).pk, key=f"q:{self.count}", at=self.now, to=self.team
        )
        line.says = self.words("waits for the team")
        line.identity = belonging.registration(
            self.patient(key),
            feeds.feed("staff", format="staff"),
            kind="line",
            key=line.key,
            at=self.now,
        )
        by_hand.keep(line, at=self.now)
        self.said[line.says] += 1

    def claim(self, who, number):
        line = self.line(number, team__isnull=False)
        queueing.claim(line=line, by=self.by(who), at=self.now)
        other = (who + 1) % 3
        with pytest.raises(Refused):  # who saw the same list and comes second
            queueing.claim(line=line, by=self.by(other), at=self.now)
        assert Line.objects.get(pk=line.pk).staff_id == self.staff[who].pk

    def release(self, number):
        claimed = Step.objects.filter(what=queueing.CLAIMED, undone=False).values("line")
        line, why = self.line(number, staff__isnull=False, pk__in=claimed), self.words("no time")
        queueing.release(line=line, by=self.by(self.staff.index(line.staff)), at=self.now, why=why)
        self.said[why] += 1

    def hand(self, who, other, number):
        line, why = self.line(number), self.words("please take")
        acts.hand_over(line=line, by=self.by(who), at=self.now, to=self.staff[other], why=why)
        self.said[why] += 1

    def offer(self, number, taker, whole_day, ahead):
        line, says = self.line(number, staff__isnull=False), self.words("mind the")
        to = self.team if taker == 3 else self.staff[taker]
        if not to.is_active:
            raise Refused("They have left.")
        held = Line.objects.filter(staff=line.staff, is_open=True).values_list("pk", flat=True)
        before = set(held)
        handing_over.offer(
            by=self.by(self.staff.index(line.staff)), giver=line.staff, to=to, at=self.now, says=says,
            patient=None if whole_day else line.patient,
            until=None if ahead < 0 else self.now.date() + timedelta(days=ahead),
        )  # fmt: skip
        self.said[says] += 1
        assert before == set(held.all())  # nothing moves before it is accepted

    def waiting(self, number):
        rows = Baton.objects.exclude(answers__what__in=[*Answer.FIRST, Answer.RETURNED])
        return self.pick(rows.order_by("pk"), number)

    def taker(self, baton):
        there = [n for n, one in enumerate(self.staff) if one.is_active and one != baton.giver]
        return self.staff.index(baton.staff) if baton.staff else there[0]

    def accept(self, number, rightly):
        baton, back = self.waiting(number), self.words("first of all")
        who = self.taker(baton) if rightly else (self.taker(baton) + 1) % 3
        handing_over.accept(baton=baton, by=self.by(who), at=self.now, read_back=back)
        self.said[back] += 1
        for again in (batons.accept, handing_over.accept):
            with pytest.raises(Refused):
                again(baton=baton, by=self.by(who), at=self.now, read_back=back)

    def decline(self, number):
        baton, why = self.waiting(number), self.words("cannot")
        batons.decline(baton=baton, by=self.by(self.taker(baton)), at=self.now, why=why)
        self.said[why] += 1

    def take_back(self, number):
        baton = self.waiting(number)
        batons.take_back(baton=baton, by=self.by(self.staff.index(baton.giver)), at=self.now)

    # what the rota does

    def away(self, who, ahead, days, cover):
        first = self.now.date() + timedelta(days=ahead)
        covers = self.staff[cover] if cover >= 0 else None
        if covers == self.staff[who] or not (covers is None or covers.is_active):
            raise Refused("Nobody covers for themselves.")
        handing_over.goes_away(
            staff=self.staff[who], first=first, last=first + timedelta(days=days), why="away",
            cover=covers, by=self.by(2), at=self.now,
        )  # fmt: skip

    def back(self, number):
        self.pick(Absence.objects.order_by("pk"), number).delete()
        covering.cover_again(by=READER, at=self.now)

    def leaves(self, who, heir):
        if not self.staff[heir].is_active or sum(one.is_active for one in self.staff) < 3:
            raise Refused("Somebody must stay.")
        succession.has_left(
            staff=self.staff[who], to=self.staff[heir], by=self.by(heir), at=self.now
        )
        covering.cover_again(by=READER, at=self.now)
        self.staff[who].refresh_from_db()

    def night(self, nights):
        """Days go by: the morning comes, what was lent comes home, charts are looked at again."""
        for _ in range(nights):
            self.now += timedelta(days=1)
            handing_over.return_what_is_over(self.now)
            review([self.patient(key).pk for key in PEOPLE], self.now)

    # what records do

    def arrives(self, key, found, **more):
        reading = Reading(format="test", version="1", written=when(self.now.isoformat()))
        names = (HumanName(family="Rio", given=(f"Ana{key}",)),)
        reading.people[key] = Patient(
            names=names, birth_date=when("1950-02-01"), gender="female", **more
        )
        reading.found = found
        data = repr((key, self.count, self.now, found)).encode()
        done = arrived([(data, reading, "")], feeds.feed("A"), by=READER, at=self.now)
        review(done.patients, self.now)

    def admit(self, key):
        stay = Encounter(
            class_code="IMP",
            status="in-progress",
            start=when(self.now.isoformat()),
            facility="Hospital B",
            visit="V1",
        )
        self.arrives(
            key, [Found(key, "Encounter", "V1", stay, "PV1", recorded=when(self.now.isoformat()))]
        )

    def home(self, key, cancelled):
        status = "cancelled" if cancelled else "finished"
        at = when(self.now.isoformat())
        stay = Encounter(
            class_code="IMP",
            status=status,
            start=at,
            end=at,
            facility="Hospital B",
            visit="V1",
            disposition="home",
        )
        self.arrives(key, [Found(key, "Encounter", "V1", stay, "PV1", recorded=at)])

    def same(self, verdict, one, other):
        if one == other:
            raise Refused("These are one record.")
        pair = tuple(Identity.objects.get(feed__name="A", key=key).pk for key in (one, other))
        decided.who_is_who(
            by=self.by(0) if self.staff[0].is_active else self.by(1),
            pairs=[pair],
            verdict=verdict,
            reason="a test",
            at=self.now,
        )

    def whose(self, key, number):
        line = self.line(number, key__startswith="whose:")
        who = next(n for n, one in enumerate(self.staff) if one.is_active)
        decided.whose_was_this(line=line, patient=self.patient(key), by=self.by(who), at=self.now)

    def undo(self, number):
        acted = [n for n in range(3) if undoable(self.by(n), self.now - timedelta(hours=12))]
        who = self.pick(acted, number)
        step = undoable(self.by(who), self.now - timedelta(hours=12))
        undoing.undo(step=step, by=self.by(who), at=self.now)
        covering.cover_again(by=READER, at=self.now)

    # what must hold

    def holds(self):
        assert of_lines() == []
        assert of_promises(self.now.date()) == []
        assert of_batons(self.now.date()) == []
        assert uncovered(self.now.date()) == []
        self.no_work_is_with_somebody_gone()
        self.no_word_is_lost()
        assert all(one[0].isupper() and one.endswith((".", "?")) for one in self.sentences)

    def no_work_is_with_somebody_gone(self):
        gone = [one.pk for one in self.staff if not one.is_active]
        assert not Line.objects.filter(is_open=True, staff__in=gone).exists()

    def no_word_is_lost(self):
        kept = "\n".join(
            text
            for rows in (
                Promise.objects.values_list("says", flat=True),
                Turn.objects.values_list("why", flat=True),
                Act.objects.values_list("says", flat=True),
                Step.objects.values_list("why", flat=True),
                Line.objects.values_list("says", flat=True),
                Baton.objects.values_list("says", flat=True),
                Answer.objects.values_list("says", flat=True),
            )
            for text in rows
        )
        lost = [words for words in self.said if words not in kept]
        assert not lost
