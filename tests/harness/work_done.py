"""One of everything that people make in a day, so that the page of a single one can be opened."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from northstar.access.viewer import viewer_of
from northstar.casework.promises import asking as promises
from northstar.casework.worklist.models import Line
from northstar.doing import handing_over, noting, planning, printing, promising, signing
from northstar.doing.acting import did
from northstar.doing.enrolling import refer
from northstar.doing.sending import send
from northstar.doing.taking_back import take_back_call
from northstar.engines.writing.values import as_typed


def addresses(staff, colleague, patient, now):
    """Makes them as `staff` for a patient; gives the name and address of each single page."""
    by, who = viewer_of(staff, now), {"patient": patient}
    Line.objects.filter(is_open=True, patient=patient).update(staff=staff, team=None)
    note = noting.draft(
        by=by,
        kind="quick",
        title="Dizzy",
        sentences=as_typed(["Dizzy."], staff.name),
        at=now,
        **who,
    )
    signed = noting.draft(by=by, kind="quick", title="Well", sentences=as_typed(["Well."], staff.name), at=now, **who)  # fmt: skip
    noting.sign(by=by, note=signed, title="Well", sentences=as_typed(["Well."], staff.name), ticked=(), at=now, **who)  # fmt: skip
    call = did(by=by, kind="call", says="Called: reached.", at=now, **who)
    wrong = did(
        by=by, kind="call", says="Called: reached.", detail={"note": "She is well"}, at=now, **who
    )
    take_back_call(by=by, act=wrong, why="it was her sister", at=now, **who)
    refer(by=by, program="CCM", why="asked for it", at=now, **who)
    words = {"text": "Please call us.", "purpose": "her pills", "address": ""}
    first, second = (
        send(by=by, channel=road, at=now, key=str(uuid4()), **words, **who)
        for road in ("letter", "portal")
    )
    mark = printing.take_letters(by=by, messages=[first], at=now, machine_now=now)
    promising.promise(by=by, says="call back", on=now.date() + timedelta(days=2), at=now, **who)
    one = promises.of_patient(by, patient.pk, now.date())[-1].promise
    baton = handing_over.offer(by=by, giver=staff, to=colleague, at=now, **who)
    planning.add(by=by, home="goals", words={"words": "Walk to the market"}, at=now, **who)
    signing.sign(by=by, at=now, **who)
    here = patient.public_id
    return {
        "note": reverse("note", args=[here, note.public_id]),
        "note-copy": reverse("note-copy", args=[here, signed.public_id]),
        "call-back": reverse("call-back", args=[here, call.public_id]),
        "call-again": reverse("call-again", args=[here, wrong.public_id]),
        "case": reverse("case", args=[here]),
        "letter": reverse("outbox-message", args=[first.public_id]),
        "message": reverse("outbox-message", args=[second.public_id]),
        "printing": reverse("outbox-printing", args=[mark]),
        "promise": reverse("promise-one", args=[one.public_id]),
        "baton": reverse("handoff-one", args=[baton.public_id]),
        "plan": reverse("plan", args=[here]),
        "copy": reverse("plan-copy", args=[here]),
        "versions": reverse("plan-versions", args=[here]),
    }
