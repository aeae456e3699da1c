"""A referral and what shows each step of it: booked, attended, reported back."""

from collections.abc import Iterator
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.clinical import ServiceRequest
from northstar.chart.value import Value
from northstar.rules.same_office import another_field, one_office
from northstar.rules.turned_down import turned_down

OVER = frozenset({"revoked", "cancelled", "entered-in-error", "completed", "draft"})
_CONSULT = frozenset({"11488-4", "34764-1", "11487-6"})
_BOOKED = frozenset({"booked", "pending", "arrived", "checked-in", "fulfilled"})


def referrals(chart: Chart) -> list[Any]:
    """Referrals that are not over, each once however many systems tell of it. One that the other office turned
    down is not over until it was sent anew."""
    told = [r for r in chart.requests if r.category == "referral"]
    sent = [r for r in told if r.status not in OVER or _is_unanswered(chart, r, told)]
    return list({key(r): r for r in sent}.values())


def _is_unanswered(chart: Chart, referral: ServiceRequest, told: list[Any]) -> bool:
    if turned_down(chart, referral) is None or not referral.authored:
        return False
    wanted = (referral.code.words,)
    return not any(
        other.authored
        and other.authored.start > referral.authored.start
        and other.status not in OVER
        and one_office(wanted, (other.code.words,))
        for other in told
    )


def key(referral: ServiceRequest) -> str:
    """The same for all that tell of it."""
    if referral.orders:
        return f"referral {referral.orders[0]}"
    on = referral.authored.text[:10] if referral.authored else ""
    return f"referral {referral.code.words or referral.performer} {on}"


def booked(chart: Chart, referral: ServiceRequest) -> Value | None:
    """The latest appointment there since the referral that nobody cancelled."""
    if missed(chart, referral):
        return attended(chart, referral)
    return next(reversed([a for a in _there(chart, referral) if a.status in _BOOKED]), None)


def missed(chart: Chart, referral: ServiceRequest) -> Any:
    """The visit there that did not take place, where nothing after it is booked."""
    told = [a for a in _there(chart, referral) if a.status in _BOOKED or a.status == "noshow"]
    return told[-1] if told and told[-1].status == "noshow" else None


def called_off(chart: Chart, referral: ServiceRequest) -> Any:
    """The visit there that was cancelled, where no other was ever booked or missed."""
    told = [a for a in _there(chart, referral) if a.status in {*_BOOKED, "noshow", "cancelled"}]
    return told[-1] if told and all(a.status == "cancelled" for a in told) else None


def attended(chart: Chart, referral: ServiceRequest) -> Any:
    """An appointment there that took place."""
    return next((a for a in _there(chart, referral) if a.status == "fulfilled"), None)


def report(chart: Chart, referral: ServiceRequest, out: list[Any]) -> Value | None:
    """What came back: the other office closed it, a report under its number, or a consultation note.
    `out`: all referrals out. Where no other had been sent by then, any consultation note since is its own."""
    names = {*referral.orders, referral.source.key if referral.source else ""} - {""}
    done = (t for t in chart.of("Task") if t.focus in names and t.status == "completed")
    numbered = (r for r in chart.reports if r.order and r.order in names)
    notes = (
        d for d in _consults(chart) if _reports(d, referral, alone=_is_alone(d, referral, out))
    )
    return next(_first(done, numbered, notes), None)


def _first(*some: Iterator[Any]) -> Iterator[Value]:
    for each in some:
        yield from each


def _there(chart: Chart, referral: ServiceRequest) -> list[Any]:
    where = (referral.performer, referral.code.words)
    since = referral.authored.start if referral.authored else None
    return [
        a
        for a in chart.appointments
        if since
        and a.start
        and a.start.start > since
        and one_office(where, (a.service, a.practitioner, a.location))
    ]


def _consults(chart: Chart) -> list[Any]:
    """Consultation notes among the documents."""
    if "consults" not in chart.views:
        chart.views["consults"] = [d for d in chart.documents if _is_consult(d)]
    return chart.views["consults"]


def _is_consult(document: Any) -> bool:
    named = document.code.has("loinc", _CONSULT) or "consult" in document.title.lower()
    return named and bool(document.date) and document.status != "entered-in-error"


def _is_alone(document: Any, referral: ServiceRequest, out: list[Any]) -> bool:
    """No other referral had been sent when the note was written: one sent later takes nothing away."""
    at = document.date.end
    others = (r for r in out if key(r) != key(referral))
    return not any(r.authored is None or r.authored.start < at for r in others)


def _reports(document: Any, referral: ServiceRequest, *, alone: bool) -> bool:
    """A consultation note after the referral that names whom we asked; if it is the only one, any that
    names no other field."""
    if not referral.authored or document.date.start < referral.authored.start:
        return False
    asked = (referral.performer, referral.code.words)
    told = (document.author, document.custodian, document.title)
    return one_office(asked, told) or (alone and not another_field(asked, told))
