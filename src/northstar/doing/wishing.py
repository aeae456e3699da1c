"""A person says how they want to be written to, and where not: noted once, obeyed by every road."""

from datetime import datetime

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.record.models import Patient
from northstar.rules.writing_to import CHANNELS, as_sent, wish

_SAYS = {
    "yes": "said yes to a {what} at {where}",
    "no": "asked for no {what} at {where}",
    "only": "asked to be reached by {what} at {where} and nowhere else",
    "anywhere": "no longer asks for one {what} address only",
}


def wishes(
    *,
    by: Viewer,
    patient: Patient,
    channel: str,
    address: str,
    said: str,
    how: str,
    at: datetime,
) -> Act:
    """`said`: yes, no, only (here and nowhere else) or anywhere (that ends); `how` they said it: by
    phone, in person, on a form."""
    if channel not in CHANNELS or said not in _SAYS:
        raise Refused("Choose what they have said.")
    if not how.strip():
        raise Refused("Say how they told you: by phone, in person, on a form.")
    sent = as_sent(channel, address)
    if not sent:
        raise Refused(f"This cannot be an address for a {CHANNELS[channel]}.")
    told = wish(
        channel, "deny" if said in ("no", "anywhere") else "permit", when(at.isoformat()),
        address=sent, only=said in ("only", "anywhere"),
    )  # fmt: skip
    where = ", ".join(sent.splitlines())
    says = f"{_SAYS[said].format(what=CHANNELS[channel], where=where)}; told {how.strip()}"
    return did(by=by, patient=patient, kind="consent", says=says, at=at, states=[("Consent", told)])
