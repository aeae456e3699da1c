"""A person says how they want to be written to, and where not: noted once, obeyed by every road."""

from datetime import datetime

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.outbox import stopping
from northstar.chart.value import Value
from northstar.chart.when import When, when
from northstar.chart.words import Consent
from northstar.doing.acting import did
from northstar.record.models import Patient
from northstar.rules.telephones import tidy
from northstar.rules.told_addresses import landline, theirs
from northstar.rules.writing_to import CHANNELS, as_sent, wish

_SAYS = {
    "yes": "said yes to a {what} at {where}",
    "no": "asked for no {what} at {where}",
    "only": "asked to be reached by {what} at {where} and nowhere else",
    "anywhere": "no longer asks for one {what} address only",
    "theirs": "can be reached by {what} at {where}",
    "gone": "can no longer be reached by {what} at {where}",
    "landline": "has a landline at {where}: no texts",
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
    is_new: bool = False,
) -> Act:
    """`said`: yes, no, only (here and nowhere else) or anywhere (that ends); theirs or gone (an address of
    theirs, or no longer), landline; `how` we know: by phone, in person, on a form. `is_new`: no record
    holds this address, and they told us that it is theirs."""
    if channel not in CHANNELS or said not in _SAYS or (said == "landline" and channel != "text"):
        raise Refused("Choose what they have said.")
    if not how.strip():
        raise Refused("Say how they told you: by phone, in person, on a form.")
    sent = as_sent(channel, address)
    if not sent:
        raise Refused(f"This cannot be an address for a {CHANNELS[channel]}.")
    moment = when(at.isoformat())
    told = [theirs(channel, moment, address=sent)] if is_new and said != "theirs" else []
    told.append(_told(channel, said, sent, moment))
    where = tidy(sent) if channel in ("text", "fax") else ", ".join(sent.splitlines())
    says = f"{_SAYS[said].format(what=CHANNELS[channel], where=where)}; told {how.strip()}"
    states: list[tuple[str, Value]] = [("Consent", one) for one in told]

    def hears_again(_: Act) -> None:
        # A yes after a word to stop counts (47 CFR 64.1200(f)(9)): it is the newest word.
        if said == "yes":
            stopping.taken_back(channel=channel, address=sent, by=by, at=at)

    return did(
        by=by, patient=patient, kind="consent", says=says, at=at, states=states, then=hears_again
    )


def _told(channel: str, said: str, sent: str, at: When) -> Consent:
    if said in ("theirs", "gone"):
        return theirs(channel, at, address=sent, still=said == "theirs")
    if said == "landline":
        return landline(at, address=sent)
    return wish(
        channel, "deny" if said in ("no", "anywhere") else "permit", at, address=sent,
        only=said in ("only", "anywhere"),
    )  # fmt: skip
