"""What was written down about the way home and was not so: a wrong hour, a wrong person. Taken back by its author."""

from datetime import datetime, timedelta

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts import asking as acts
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act, TakenBack
from northstar.casework.outbox.models import Message
from northstar.casework.transitions.asking import ASKED, EQUIPMENT, PAPERS, VISIT
from northstar.casework.worklist.asking_again import answered
from northstar.doing.going_home import ask_anew, key_of
from northstar.record.models import Patient
from northstar.record.withdrawing import withdraw
from northstar.spine import review

KINDS = (EQUIPMENT, PAPERS, VISIT)
_LOOK_BACK = timedelta(days=160)


def take_back(*, by: Viewer, patient: Patient, act: Act, why: str, at: datetime) -> TakenBack:
    """It stays to be read, struck through. What it told the record falls, the line it left closes, and a line that
    it had closed asks again."""
    if act.kind not in KINDS:
        raise Refused(
            "Only what was written down about the way home is taken back here.", status=404
        )
    if Message.objects.filter(act=act).exists():
        raise Refused("This went out as a fax. Recall it in the outbox.")
    with writing():
        gone = recording.take_back(act=act, person=str(patient.public_id), by=by, at=at, why=why)
        withdraw(act.identity, f"act:{act.public_id}:", by=by.name, at=at, why=gone.why)
        before = _before(by, patient, act)
        if before is None or before.detail.get("state") != ASKED:
            answered(patient=patient.pk, key=key_of(act), by=by, at=at, outcome="Taken back")
        elif act.detail.get("state") != ASKED:
            ask_anew(by=by, patient=patient, act=before, at=at)
        review([patient.pk], at)
    return gone


def _before(by: Viewer, patient: Patient, act: Act) -> Act | None:
    """What stands now about the same thing: the latest that was not taken back."""
    found = acts.of_patient(by, patient.pk, since=act.at - _LOOK_BACK, kinds=[act.kind])
    alike = (one for one in found if one.pk != act.pk and key_of(one) == key_of(act))
    return next((one for one in alike if not hasattr(one, "taken_back")), None)
