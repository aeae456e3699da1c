"""A copy of the plan of care goes out through the outbox; once it has left, it was given."""

from datetime import datetime
from uuid import UUID

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.outbox.models import Message
from northstar.doing.sending import send
from northstar.doing.telling import PLAN_COPY
from northstar.record.models import Patient


def send_copy(
    *,
    by: Viewer,
    patient: Patient,
    version: UUID,
    kind: str,
    to: str,
    channel: str,
    address: str,
    text: str,
    paper: bytes,
    at: datetime,
    key: str,
    whole: str = "",
    label: int = 0,
    allowed: str = "",
) -> Message:
    """Put a copy for one reader into the outbox: `paper` (the tagged PDF) with `text`, or on the portal,
    which carries no files, the words of the plan (`whole`). `kind` is person, caregiver or office;
    `allowed`: how we know that they may have it.

    That the copy was given is written when the message has left, not before: what is recalled or fails
    is evidence of nothing. Raises Refused as `send` does.
    """
    if kind not in ("person", "caregiver", "office") or not to.strip():
        raise Refused("Say to whom the copy goes.")
    portal = channel == "portal"
    return send(
        by=by, patient=patient, channel=channel, address=address, at=at, key=key, label=label,
        text=f"{text}\n\n{whole}" if portal else text, subject="Plan of care", purpose="the plan of care",
        attachments=() if portal else (("plan-of-care.pdf", "application/pdf", paper),),
        recipient="" if kind == "person" else to,
        detail={PLAN_COPY: {"version": str(version), "kind": kind, "to": to, "allowed": allowed.strip()[:200]}},
    )  # fmt: skip
