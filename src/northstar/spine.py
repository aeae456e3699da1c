"""The one road: arrived(), act(), review(). Read this file first.

    bytes -> sources.<format>.read -> who + facts        pure
          -> record.keep           -> arrival            transaction 1
          -> record.file           -> patients           transaction 2
          -> record.charts         -> charts             through the door
          -> rules.assess          -> findings, look-again
          -> worklist.post         -> lines

A person's act takes the same road: it becomes a fact of source "staff", and the rule that asked for
it falls silent. Nothing calls back, nothing listens in secret.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from django.db import OperationalError

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer, system_viewer
from northstar.access.writing import writing
from northstar.casework.disagreements import acts as settling
from northstar.casework.disagreements import asking as differing
from northstar.casework.disagreements.following import follow
from northstar.casework.disagreements.models import Turn
from northstar.casework.reconciliation import acts as signing
from northstar.casework.reconciliation import asking as agreed_lists
from northstar.casework.reconciliation.models import AgreedList
from northstar.casework.worklist import dividing, handing, joining, parted, posting, whose
from northstar.casework.worklist.asking import finished
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line
from northstar.chart.chart import Chart
from northstar.chart.kinds import encode
from northstar.chart.value import Value
from northstar.chart.when import When, when
from northstar.chart.words import DocumentReference
from northstar.discover import declared
from northstar.record import (
    belonging,
    charts,
    feeds,
    filing,
    inbox,
    keeping,
    linking,
    merges,
    panels,
    parting,
    patients,
    relinking,
    rereading,
)
from northstar.record.collector import without_collector
from northstar.record.keeping import Kept
from northstar.record.models import Arrival, Feed, Identity, Patient
from northstar.record.people import Card
from northstar.rules import version
from northstar.rules.agreed import Item, facts, key_of, withdrawn
from northstar.rules.assess import assess, judge
from northstar.rules.death import has_died
from northstar.rules.disagreement import AGREED, Disagreement, disagreements
from northstar.rules.reconciliation import Stated
from northstar.sources.reading import Found, Reading


@dataclass(slots=True)
class Receipt:
    """What became of some arrivals: how each was kept, and which patients and items were touched."""

    kept: list[keeping.Kept] = field(default_factory=list)
    filed: filing.Filed = field(default_factory=filing.Filed)
    patients: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)

    def add(self, other: "Receipt") -> None:
        """Count another's in."""
        self.kept += other.kept
        self.filed.add(other.filed)
        self.patients |= other.patients
        self.items |= other.items


def arrived(
    readings: Iterable[tuple[bytes, Reading, str]], feed: Feed, *, by: Viewer, at: datetime
) -> Receipt:
    """Keep and file what one feed brought: (bytes, the reader's account, name) each.

    One transaction for the whole slice: after a crash either all of it is there or none.
    """
    done = Receipt()
    with writing():
        readings = list(readings)
        done.kept = keeping.keep_many(readings, feed, received=at)
        fresh = [
            (kept.arrival, reading)
            for kept, (_, reading, _) in zip(done.kept, readings, strict=True)
            if kept.to_file
        ]
        _file(fresh, feed, at, done)
        _sign([kept.arrival for kept in done.kept if not kept.repeat], feed, by, at)
    return done


def keep_batch(
    items: list[tuple[bytes, Reading, str]],
    feed: Feed,
    *,
    by: Viewer,
    at: datetime,
    answer: Callable[[Arrival, Reading], bytes],
) -> list[Kept]:
    """Keep messages of many connections in one commit, each with what its sender is told; the
    worker files them."""
    with writing():
        kept = keeping.keep_many(items, feed, received=at, answer=answer)
        _sign([one.arrival for one in kept if not one.repeat], feed, by, at)
    return kept


def file_waiting(at: datetime, most: int = 200) -> Receipt:
    """File what was kept but not filed, in order of arrival: the worker's first duty.

    What cannot be filed is set aside for a person; the others do not wait for it.
    """
    if not keeping.any_waiting():
        return Receipt()
    with writing():
        arrivals = list(keeping.waiting(most))
        try:
            return _file_kept(arrivals, at)
        except OperationalError:
            raise  # the store, not a message
        except Exception:
            done = Receipt()
            for arrival in arrivals:
                done.add(_file_alone(arrival, at))
            return done


def _file_kept(arrivals: list[Arrival], at: datetime) -> Receipt:
    done = Receipt(kept=[Kept(arrival, repeat=False) for arrival in arrivals])
    by_feed: dict[Feed, list[tuple[Arrival, Reading]]] = {}
    for arrival in arrivals:
        by_feed.setdefault(arrival.feed, []).append((arrival, keeping.read_again(arrival)))
    with writing():
        for feed, fresh in by_feed.items():
            keeping.account(fresh)
            _file(fresh, feed, at, done)
    return done


def _file_alone(arrival: Arrival, at: datetime) -> Receipt:
    try:
        return _file_kept([arrival], at)
    except OperationalError:
        raise
    except Exception as trouble:
        keeping.set_aside(arrival, type(trouble).__name__)
        return Receipt(kept=[Kept(arrival, repeat=False)])


def read_again(arrival: Arrival, *, by: Viewer, at: datetime) -> Receipt:
    """A person lets today's reader read what was kept: a refused or quarantined arrival is filed,
    a filed one gains what was not read before. What is there already is not doubled."""
    done = Receipt()
    with writing():
        reading = keeping.read_again(arrival)
        keeping.judge_again(arrival, reading)
        gone = belonging.patients_of(rereading.set_aside(arrival, reading, by=by.name, at=at))
        patients.make_due(gone)
        done.patients |= gone
        if not reading.refused:
            _file([(arrival, reading)], arrival.feed, at, done)
        acted(by=by, what="read again", arrivals=[str(arrival.public_id)], at=at)
    return done


def _file(fresh: list[tuple[Arrival, Reading]], feed: Feed, at: datetime, done: Receipt) -> None:
    if not fresh:
        return
    filed = filing.file(fresh, feed, at)
    before = parting.newest()
    merges.obey_merges(filed.described, at)
    touched = linking.relink(filed.described, at) | belonging.patients_of(filed.identities)
    _follow(touched, before, by=feed.title or feed.name, why="its records say so now", at=at)
    done.items |= joining.messages_of(touched) if parting.moved(before) else set()
    panels.take_in(touched, feed, at.date())
    keeping.mark_filed(fresh)
    patients.make_due(touched)
    feeds.hear(fresh, feed)
    done.patients |= touched
    done.items |= belonging.items_among(filed.identities)
    done.filed.add(filed)


def _follow(
    touched: set[int], before: int, *, by: str, why: str, at: datetime, staff: int | None = None
) -> None:
    """Bring after people what is theirs. `before`: the last link that stood before links were changed;
    what was made on a chart that has been parted since is put before a person to divide."""
    joining.follow(touched, at)
    if parting.moved(before):
        partings = parting.parted(before, by=by, staff=staff, why=why, at=at)
        dividing.ask(touched, partings, at)


def review(pks: Iterable[int], now: datetime, holders: Holders | None = None) -> list[Line]:
    """Judge charts and make their lines agree. Gives the lines that were opened."""
    pks = sorted(set(pks))
    holders = holders or Holders()
    holders.remember(pks, now.date())
    opened: list[Line] = []
    with writing(), without_collector():
        found = charts.charts(system_viewer("review"), pks, now)
        standing = posting.lines_of_patients(pks)
        turns = differing.standing(pks)
        changed = []
        for row in patients.rows(pks):
            chart = found[row.pk]
            _compare(chart, row.pk, turns.get(row.pk, {}), now, holders)
            answer = assess(chart, now)
            posted = posting.post(
                posting.Subject(patient=row.pk), answer, at=now, holders=holders,
                lines=standing[row.pk], news=partial(_news, chart),
            )  # fmt: skip
            opened += posted.opened
            changed.append(
                patients.reviewed(
                    row, chart, died=has_died(chart), look_again=answer.look_again, rules=version()
                )
            )
        patients.keep(row for row in changed if row)
    return opened


def _compare(
    chart: Chart, pk: int, turns: dict[str, Turn], now: datetime, holders: Holders
) -> None:
    """Note where sources differ, and give the chart what people have settled of it."""
    follow(pk, disagreements(chart, now.tzinfo or UTC, now.date()), turns, at=now, holders=holders)
    chart.settled = differing.settled(turns)


def _news(chart: Chart, line: Line) -> str:
    """The newest facts that have come since a line was last refreshed, in words."""
    fresh = [
        value.source
        for kind in chart.kinds()
        for value in chart.of(kind)
        if value.source.received and value.source.received >= line.refreshed
    ]
    fresh.sort(key=lambda source: (source.received, source.kind), reverse=True)
    said = dict.fromkeys(f"{source.kind} from {source.called}" for source in fresh)
    return ", ".join(list(said)[:3])


def review_items(
    identities: Iterable[int], now: datetime, holders: Holders | None = None
) -> list[Line]:
    """Judge messages whose person is not settled yet, and post their lines."""
    holders = holders or Holders()
    opened: list[Line] = []
    with writing():
        for found in inbox.items(identities, now, finished):
            answer = judge(found.item, now, declared("northstar.rules.inbox", "SIGNAL"))
            subject = posting.Subject(
                arrival=found.arrival.pk,
                likely=found.likely.pk if found.likely else None,
                sure=found.sure,
                caller=found.caller,
                caller_name=found.caller_name,
                candidates=found.candidates,
            )
            opened += posting.post(subject, answer, at=now, holders=holders).opened
    return opened


def review_feeds(now: datetime, holders: Holders | None = None) -> list[Line]:
    """Judge the feeds themselves: who has gone silent."""
    holders = holders or Holders()
    opened: list[Line] = []
    with writing():
        for feed, heard in feeds.with_hearing():
            answer = judge(heard, now, declared("northstar.rules.feeds", "SIGNAL"))
            subject = posting.Subject(feed=feed.pk)
            opened += posting.post(subject, answer, at=now, holders=holders).opened
    return opened


def review_due(now: datetime, progress: Callable[[int], None] = lambda count: None) -> int:
    """The morning: every chart that is due, in slices, then items and feeds. Gives how many charts."""
    holders = Holders()
    total = 0
    while ripe := patients.due(now, version()):
        for start in range(0, len(ripe), 50):
            some = ripe[start : start + 50]
            review(some, now, holders)
            progress(len(some))
        total += len(ripe)
    review_items(inbox.waiting(now), now, holders)
    review_feeds(now, holders)
    tell_of_partings(now)
    return total


def act(
    *,
    by: Viewer,
    patient: Patient,
    kind: str,
    value: Value,
    key: str,
    at: When,
    now: datetime,
    what: str,
) -> list[Line]:
    """A person's act becomes a fact of source "staff" on the clinic's own registration, signed, and
    the rules are asked again."""
    with writing():
        data = b"\0".join((kind.encode(), key.encode(), encode(value)))
        arrival = _stated(patient, [(kind, key, value, 0)], data, at, now)
        acted(
            by=by,
            what=what,
            patients=[str(patient.public_id)],
            arrivals=[str(arrival.public_id)],
            at=now,
        )
    return review([patient.pk], now)


def _stated(
    patient: Patient,
    told: Iterable[tuple[str, str, Value, int]],
    data: bytes,
    at: When,
    now: datetime,
    whole: Identity | None = None,
    sequence: int = 0,
) -> Arrival:
    """Keep and file what our own people state: (kind, key, value, label) each. What is one act and
    goes wherever that goes hangs on one identity, `whole`; `sequence` orders what is stated of one
    thing in one moment."""
    feed = feeds.feed("staff", title="Our own staff", format="staff")
    reading = Reading(format="staff", version="1")
    for kind, key, value, label in told:
        who = whole or belonging.registration(patient, feed, kind=kind, key=key, at=now)
        reading.found.append(Found(who.key, kind, key, value, "", at, sequence, label))
        reading.kept[kind] += 1
    kept = keeping.keep(data, reading, feed, received=now)
    if not kept.repeat:
        _file([(kept.arrival, reading)], feed, now, Receipt())
    return kept.arrival


def reconcile(
    *,
    by: Viewer,
    patient: Patient,
    items: Iterable[Item],
    answered: Iterable[tuple[Disagreement, str]],
    note: str,
    at: datetime,
) -> AgreedList:
    """A named person signs the agreed list: it becomes facts of ours, settles what it answers, and
    asks the prescriber what only a prescriber decides."""
    with writing():
        before = agreed_lists.rows(patient.pk)[-1:]
        hidden = [
            i for row in before for i in agreed_lists.items_of(row) if not by.may_see(i.label)
        ]
        items = [*items, *hidden]
        made = _agree(by, patient, items, (), before, note, at, signing.SIGNED)
        for found, stance in answered:
            settling.settle(
                found=found, person=str(patient.public_id), stance=stance, says="",
                reason=f"Agreed list, version {made.version}", by=by, at=at,
            )  # fmt: skip
            handing.finish(key=found.key, by=by, at=at, outcome="settled")
        signing.ask_the_prescriber(patient=patient.pk, made=made, items=items, at=at)
        review([patient.pk], at)
    return made


def take_back_list(*, by: Viewer, patient: Patient, why: str, at: datetime) -> AgreedList:
    """The last signed list is taken back: the one before stands again, and what it settled is open."""
    with writing():
        stored = agreed_lists.rows(patient.pk)
        if not stored or stored[-1].what != signing.SIGNED:
            raise Refused("There is no signed list to take back.")
        last, items = stored[-1], agreed_lists.items_of(stored[-2]) if stored[1:] else []
        keys = {key_of(item) for item in items}
        gone = [item for item in agreed_lists.items_of(last) if key_of(item) not in keys]
        made = _agree(by, patient, items, gone, stored[-1:], why, at, signing.TAKEN_BACK)
        for turn in differing.standing([patient.pk]).get(patient.pk, {}).values():
            if turn.status == "settled" and turn.reason == f"Agreed list, version {last.version}":
                settling.take_back(
                    turn=turn, patient=patient.pk, person=str(patient.public_id), by=by, at=at
                )
        signing.ask_no_more(patient=patient.pk, made=last, by=by, at=at)
        review([patient.pk], at)
    return made


def _agree(
    by: Viewer, patient: Patient, items: list[Item], gone: Iterable[Item], before: list[AgreedList],
    note: str, at: datetime, what: str,
) -> AgreedList:  # fmt: skip
    """Keep the version, and state its items; what is gone from it is stated as never said."""
    feed = feeds.feed("staff", title="Our own staff", format="staff")
    key, moment = f"{AGREED}list", when(at.isoformat())
    identity = belonging.registration(patient, feed, kind="DocumentReference", key=key, at=at)
    made = signing.sign(
        identity=identity, person=str(patient.public_id), before=before[0] if before else None,
        items=items, note=note, by=by, at=at, what=what,
    )  # fmt: skip
    title = f"Agreed list, version {made.version}"
    stated = Stated(by.name, moment, title)
    told: list[tuple[str, str, Value, int]] = [
        ("DocumentReference", key, DocumentReference(title=title, status="current", date=moment, author=by.name), 0),
        *facts(items, stated),
        *((kind, key, withdrawn(value), label) for kind, key, value, label in facts(gone, stated)),
    ]  # fmt: skip
    data = b"\0".join((title.encode(), str(made.public_id).encode(), encode(made.items)))
    _stated(patient, told, data, moment, at, identity, made.version)
    return made


def settle(
    *,
    by: Viewer,
    patient: Patient,
    found: Disagreement,
    stance: str,
    says: str,
    reason: str,
    document: UUID | None,
    at: datetime,
) -> Turn:
    """A named person settles what sources tell differently; the rules are asked again."""
    with writing():
        turn = settling.settle(
            found=found, person=str(patient.public_id), stance=stance, says=says, reason=reason,
            document=document, by=by, at=at,
        )  # fmt: skip
        handing.finish(key=found.key, by=by, at=at, outcome="settled")
        review([patient.pk], at)
    return turn


def ask_about(
    *, by: Viewer, patient: Patient, found: Disagreement, to: Staff | Team, why: str, at: datetime
) -> Line:
    """Somebody else finds out which source is right: the question is theirs, and a line says so."""
    with writing():
        line = handing.leave_to(
            patient=patient.pk, person=str(patient.public_id), key=found.key, to=to,
            says=f"has sources that disagree: {found.about}"[:400], matter="differs",
            suggests="Find out which source is right, and settle it on the person's page.",
            label=found.label, why=why, by=by, at=at,
        )  # fmt: skip
        settling.hand_over(found=found, to=to, why=why, by=by, at=at)
    return line


def unsettle(*, by: Viewer, patient: Patient, turn: Turn, at: datetime) -> Turn:
    """Taken back: the question stands open as before, and the rules are asked again."""
    with writing():
        opened = settling.take_back(
            turn=turn, patient=patient.pk, person=str(patient.public_id), by=by, at=at
        )
        review([patient.pk], at)
    return opened


def who_is_who(
    *,
    by: Viewer,
    pairs: Iterable[tuple[int, int]],
    verdict: str,
    reason: str,
    at: datetime,
    asked: Iterable[str] = (),
) -> list[Line]:
    """A person's word about records: the same, different, or withdrawn. Charts, messages, lines and
    panels go where it says, and everyone touched is judged again. `asked` are the people (public
    ids) the question was about: who was left with it is left with it no longer."""
    with writing():
        handing.finish_records(people=asked, by=by, at=at, outcome=verdict)
        before = parting.newest()
        touched = linking.decide(pairs=pairs, verdict=verdict, by=by.name, at=at, reason=reason)
        _follow(touched, before, by=by.name, staff=by.staff_id, why=reason, at=at)
        patients.make_due(touched)
        people = [str(row.public_id) for row in patients.rows(touched)]
        acted(by=by, what=f"records: {verdict}", patients=people, purpose=reason, at=at)
    opened = review(touched, at)
    review_items(joining.messages_of(touched), at)
    tell_of_partings(at)
    return opened


def apply_the_model(
    *, by: Viewer, reason: str, at: datetime, progress: Callable[[float], None] = lambda share: None
) -> set[int]:
    """A person lets today's linking model judge every pair again. What people have decided stands."""
    with writing():
        before = parting.newest()
        touched = relinking.apply(at, progress)
        _follow(touched, before, by=by.name, staff=by.staff_id, why=reason, at=at)
        patients.make_due(touched)
        people = [str(row.public_id) for row in patients.rows(touched)]
        acted(by=by, what="records: judged by a new model", patients=people, purpose=reason, at=at)
    review(touched, at)
    review_items(joining.messages_of(touched), at)
    tell_of_partings(at)
    return touched


def tell_of_partings(at: datetime) -> None:
    """Tell everybody concerned of records that were parted: who saw the joined chart, and the privacy
    officer what left the building meanwhile."""
    for one in parting.to_tell():
        with writing():
            parted.tell(one, at)


def whose_was_this(
    *, line: Line, patient: Patient, by: Viewer, at: datetime, why: str = ""
) -> list[Line]:
    """A person says whose something was that was made while two people's records stood together."""
    with writing():
        touched = dividing.say(line=line, patient=patient, by=by, at=at, why=why)
        joining.follow(touched, at)
        patients.make_due(touched)
    opened = review(touched, at)
    review_items(joining.messages_of(touched), at)
    return opened


def whose_message(
    *, line: Line, patient: str | None, by: Viewer, at: datetime, why: str = ""
) -> Card | None:
    """A person says whose a message is, or (with no patient) that it is not theirs; the message and
    everyone's chart that it enters or leaves are judged again."""
    who = None
    with writing():
        if patient:
            who, touched = whose.confirm(line=line, patient=patient, by=by, at=at, why=why)
        else:
            touched = whose.not_theirs(line=line, by=by, at=at, why=why)
        dividing.ask(touched, [], at)
        review(touched, at)
        review_items([whose.item_of(line)], at)
    return who


def _sign(arrivals: list[Arrival], feed: Feed, by: Viewer, at: datetime) -> None:
    """The audit entry of what was read in: in the same transaction as the bytes."""
    if arrivals:
        acted(
            by=by,
            action="read-in",
            what=f"feed {feed.name}",
            arrivals=[str(arrival.public_id) for arrival in arrivals],
            at=at,
        )
