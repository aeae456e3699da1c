"""Whatever was joined and whoever joined it: taken back, everything stands as if it had never been."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northstar import decided, spine
from northstar.access.models import Role, Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.verify import problems as of_lines
from northstar.chart.clinical import AllergyIntolerance
from northstar.chart.medicines import MedicationRequest
from northstar.chart.people import ContactPoint, HumanName, Merge, Patient
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.record import charts, feeds
from northstar.record.models import Decision, Identity, Link
from northstar.record.models import Patient as Row
from northstar.record.verify import problems
from northstar.sources.reading import Found, Reading

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")
KEYS = [("A", "1"), ("A", "2"), ("B", "1"), ("B", "2")]
OURS = ("staff", "mail")


class _Undo(Exception):
    pass


@contextmanager
def undone():
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


_key = st.sampled_from(KEYS)
_feed = st.sampled_from(["A", "B"])
_step = st.one_of(
    st.tuples(
        st.just("arrive"), _key, st.sampled_from(["Ana", "Ben"]),
        st.sampled_from(["allergy", "medicine", "nothing"]), st.sampled_from(["", "4155550101"]),
    ),
    st.tuples(st.just("say"), st.sampled_from(["same", "different", "withdrawn"]), _key, _key),
    st.tuples(st.just("merge"), _feed, st.sampled_from(["12", "21"]), st.booleans()),
    st.tuples(st.just("note"), _key),
    st.tuples(st.just("message"), _key),
    st.tuples(st.just("work"), _key),
)  # fmt: skip


@pytest.fixture
def four_people():
    """Who is there before anything happens, the same for every sequence: told of once, never undone."""
    world = World(joins=True)
    for (feed, key), name in zip(KEYS, ("Ana", "Cleo", "Dora", "Eve"), strict=True):
        world.arrive((feed, key), name, "allergy", "")


class World:
    """One clinic in which the steps happen; `joins`: with what joins and parts, or without."""

    def __init__(self, joins):
        self.joins, self.count = joins, 0
        self.staff = viewer_of(a_coordinator(), NOW)
        self.made: dict[str, frozenset] = {}  # what our people did: on a chart of which records
        self.worked: set[tuple[str, str]] = set()

    def do(self, steps):
        for step in steps:
            self.count += 1
            what, *words = step
            if self.joins or what not in ("say", "merge"):
                getattr(self, what)(*words)

    def arrive(self, key, name, fact, phone):
        feed, who = key
        reading = Reading(format="test", version="1", written=self._time())
        reading.people[who] = Patient(
            names=(HumanName(family="Rio", given=(name,)),), birth_date=when("1950-02-01"),
            gender="female", telecoms=(ContactPoint("phone", phone),) if phone else (),
        )  # fmt: skip
        if fact == "allergy":
            value = AllergyIntolerance(code=Concept("Penicillin"), reactions=("rash",))
            reading.found = [Found(who, "AllergyIntolerance", "a", value, "AL1")]
        elif fact == "medicine":
            drug = MedicationRequest(code=Concept("Amoxicillin 500 MG"), status="active")
            reading.found = [Found(who, "MedicationRequest", "m", drug, "RXE")]
        self._send(feed, reading)

    def merge(self, feed, which, undone):
        reading = Reading(format="test", version="1", written=self._time())
        both = [which, which[::-1]] if undone else [which]  # taken back: whichever had survived
        reading.found = [
            Found(kept, "Merge", f"merge:{gone}", Merge(old=gone, undone=undone), "MRG", recorded=self._time())
            for kept, gone in both
        ]  # fmt: skip
        self._send(feed, reading)

    def _time(self):
        return when(f"2026-09-01T10:{self.count // 60:02d}:{self.count % 60:02d}Z")

    def _send(self, feed, reading):
        data = repr((feed, self.count, reading.people, reading.found)).encode()
        done = spine.arrived([(data, reading, "")], feeds.feed(feed), by=READER, at=NOW)
        spine.review(done.patients, NOW)
        spine.tell_of_partings(NOW)

    def say(self, verdict, one, other):
        if one != other:
            pair = (identity(*one), identity(*other))
            decided.who_is_who(
                by=self.staff, pairs=[pair], verdict=verdict, reason="a test", at=NOW
            )

    def note(self, key):
        row, name = patient_of(*key), f"note {self.count}"
        self.made[name] = records_of(row)
        said = Communication(medium="call", text=name)
        spine.act(
            by=self.staff, patient=row, kind="Communication", value=said, key=name,
            at=when("2026-09-08"), now=NOW, what="call",
        )  # fmt: skip

    def message(self, key):
        row, name = patient_of(*key), f"message:{self.count}"
        reading = Reading(format="test", version="1")
        said = Communication(text=name, received=when("2026-09-08T10:00:00Z"))
        reading.found = [Found(name, "Communication", name, said, name)]
        done = spine.arrived(
            [(name.encode(), reading, name)], feeds.feed("mail"), by=READER, at=NOW
        )
        spine.review_items(done.items, NOW)
        self.made[name] = records_of(row)
        line = Line.objects.filter(identity__key=name).first()
        if line is None:
            from northstar.record import belonging

            pk = Identity.objects.get(key=name).pk
            belonging.put(identity=pk, patient=row, by="S", at=NOW, reason="knows the voice")
        else:
            Line.objects.filter(pk=line.pk).update(likely=row)
            line.refresh_from_db()
            decided.whose_message(line=line, patient=str(row.public_id), by=self.staff, at=NOW)

    def work(self, key):
        line = Line.objects.filter(
            patient=patient_of(*key), is_open=True, signal="allergy-against-medicine"
        ).first()
        if line:
            self.worked.add((line.signal, line.key))
            acts.done(line=line, by=self.staff, at=NOW, outcome="Reached")

    def take_everything_back(self):
        for one, other in dict.fromkeys(Decision.objects.values_list("one", "other")):
            decided.who_is_who(
                by=self.staff, pairs=[(one, other)], verdict="withdrawn", reason="a test", at=NOW
            )

    def charts(self, without):
        """Every chart by the records it is made of, without these acts and the merges themselves."""
        found = {}
        for row in Row.objects.filter(pk__in=Link.objects.filter(ended_at=None).values("patient")):
            chart = charts.charts(READER, [row.pk], NOW)[row.pk]
            facts = [
                (kind, v.source.feed, v.source.key)
                for kind in chart.kinds()
                for v in chart.of(kind)
                if kind != "Merge" and v.source.key not in without
            ]
            if facts:
                found[records_of(row)] = (sorted(facts), self._lines(row))
        return found

    def _lines(self, row):
        lines = Line.objects.filter(patient=row, is_open=True).exclude(signal="by hand")
        said = lines.values_list("signal", "key", "says", "band")
        return sorted(line for line in said if line[:2] not in self.worked)


def records_of(row):
    """The records with a description of their own that a patient is made of now."""
    people = Link.objects.filter(patient=row, ended_at=None).exclude(identity__feed__name__in=OURS)
    return frozenset(people.values_list("identity__feed__name", "identity__key"))


def patient_of(feed, key):
    return Link.objects.get(identity__feed__name=feed, identity__key=key, ended_at=None).patient


def identity(feed, key):
    return Identity.objects.get(feed__name=feed, key=key).pk


def a_coordinator():
    staff, made = Staff.objects.get_or_create(username="sarah", defaults={"name": "Sarah"})
    if made:
        Role.objects.create(staff=staff, role="coordinator", start=datetime(2020, 1, 1, tzinfo=UTC))
    return staff


def stands_as_if_never_joined(steps):
    with undone():
        joined = World(joins=True)
        joined.do(steps)
        joined.take_everything_back()
        every_act_is_attributed_or_asked(joined)
        assert problems() == of_lines() == []
        plain_acts = joined.made
        after = joined.charts(without=set(joined.made)), joined.worked
        kept = where(joined.made)
    with undone():
        apart = World(joins=False)
        apart.do(steps)
        apart.worked |= after[1]
        joined_lines = {
            key: [line for line in found[1] if line[:2] not in apart.worked]
            for key, found in after[0].items()
        }
        expected = apart.charts(without=set(apart.made))
        assert {k: v[0] for k, v in after[0].items()} == {k: v[0] for k, v in expected.items()}
        assert joined_lines == {k: v[1] for k, v in expected.items()}
        there = where(apart.made)
        for name, records in apart.made.items():
            if (
                plain_acts[name] == records
            ):  # made on the very chart that it would have been made on
                assert kept[name] == there[name], name


def where(made):
    """On whose chart each act stands now, by its records; none where it is asked."""
    found = {}
    for name in made:
        link = Link.objects.filter(
            identity__fact__key=name, ended_at=None, identity__feed__name__in=OURS
        ).first()
        found[name] = records_of(link.patient) if link else None
    return found


def every_act_is_attributed_or_asked(world):
    asked = {
        line.key: {pk for one in line.candidates for pk in [one["patient"]]}
        for line in Line.objects.filter(
            signal="by hand", key__startswith="whose:act:", is_open=True
        )
    }
    for line in Line.objects.filter(signal="by hand", is_open=True):
        assert line.next_on
        assert line.holder
    for name, records in world.made.items():
        pk = Identity.objects.get(fact__key=name, feed__name__in=OURS).pk
        owners = {patient_of(*record).pk for record in records}
        stands = Link.objects.filter(identity=pk, ended_at=None).values_list("patient", flat=True)
        if len(owners) == 1:
            assert set(stands) == owners, name
            assert f"whose:act:{pk}" not in asked
        else:
            assert not stands, name
            assert asked[f"whose:act:{pk}"] == owners


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_step, max_size=9))
def test_any_joining_taken_back_leaves_everything_as_if_it_had_never_been(four_people, steps):
    stands_as_if_never_joined(steps)


@pytest.mark.long
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_step, max_size=14))
def test_the_same_thousands_of_times(four_people, steps):
    stands_as_if_never_joined(steps)
