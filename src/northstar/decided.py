"""What people decide about records, messages and sources: written with who and when, and then taken
down the one road, so that the rules are asked again.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.disagreements import acts as settling
from northstar.casework.disagreements import asking as differing
from northstar.casework.disagreements.models import Turn
from northstar.casework.reconciliation import acts as signing
from northstar.casework.reconciliation import asking as agreed_lists
from northstar.casework.reconciliation.models import AgreedList
from northstar.casework.worklist import dividing, handing, joining, whose
from northstar.casework.worklist.models import Line
from northstar.chart.kinds import encode
from northstar.chart.value import Value
from northstar.chart.when import when
from northstar.chart.words import DocumentReference
from northstar.record import (
    belonging,
    feeds,
    linking,
    parting,
    patients,
    relinking,
)
from northstar.record.models import Patient
from northstar.record.people import Card
from northstar.rules.agreed import Item, facts, key_of, withdrawn
from northstar.rules.disagreement import AGREED, Disagreement
from northstar.rules.reconciliation import Stated
from northstar.spine import bring_along, review, review_items, state, tell_of_partings

_SAID = {"same": "They are one person", "different": "They are two people"}


def who_is_who(
    *,
    by: Viewer,
    pairs: Iterable[tuple[int, int]],
    verdict: str,
    reason: str,
    at: datetime,
    asked: Iterable[str] = (),
    question: str = "",
) -> list[Line]:
    """A person's word about records: the same, different, or withdrawn. Charts, messages, lines and
    panels go where it says, and everyone touched is judged again. `asked` are the people (public
    ids) the question was about, or `question` its key: who was left with it is left with it no longer."""
    with writing():
        says = f"{_SAID.get(verdict, verdict)}. {reason}"
        handing.finish_records(people=asked, by=by, at=at, outcome=verdict, says=says)
        if question:
            handing.finish(key=question, by=by, at=at, outcome=verdict, says=says)
        before = parting.newest()
        touched = linking.decide(pairs=pairs, verdict=verdict, by=by.name, at=at, reason=reason)
        bring_along(touched, before, by=by.name, staff=by.staff_id, why=reason, at=at)
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
        bring_along(touched, before, by=by.name, staff=by.staff_id, why=reason, at=at)
        patients.make_due(touched)
        people = [str(row.public_id) for row in patients.rows(touched)]
        acted(by=by, what="records: judged by a new model", patients=people, purpose=reason, at=at)
    review(touched, at)
    review_items(joining.messages_of(touched), at)
    tell_of_partings(at)
    return touched


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
        _answered(patient, turn, by, at)
        review([patient.pk], at)
    return turn


def _answered(patient: Patient, turn: Turn, by: Viewer, at: datetime) -> None:
    """Whoever was asked is asked no longer, and whoever asked them is told."""
    says = ". ".join(part for part in (f"{turn.about}: {turn.says}", turn.reason) if part)
    handing.finish(key=turn.key, patient=patient.pk, by=by, at=at, outcome="settled", says=says)


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
            turn = settling.settle(
                found=found, person=str(patient.public_id), stance=stance, says="",
                reason=f"Agreed list, version {made.version}", by=by, at=at,
            )  # fmt: skip
            _answered(patient, turn, by, at)
        signing.ask_the_prescriber(patient=patient.pk, made=made, items=items, by=by, at=at)
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
        # What the list before it asks of the prescriber is asked again with it.
        signing.ask_no_more(patient=patient.pk, by=by, at=at)
        signing.ask_the_prescriber(patient=patient.pk, made=made, items=items, by=by, at=at)
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
    state(patient, told, data, moment, at, identity, made.version)
    return made
