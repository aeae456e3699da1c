"""One row as a dispense; and reversals, which take a fill back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from northstar.chart.medicines import MedicationDispense
from northstar.chart.value import Coding, Concept
from northstar.sources.days import Doubt
from northstar.sources.fills import cells
from northstar.sources.reading import Found

# NCPDP transaction codes B1 (billing), B2 (reversal) and B3 (rebill) stand among the words.
_STATUSES = {
    "completed": "paid p dispensed completed complete filled sold picked-up pickedup b1 b3 billed approved "
    "adjudicated captured c final d",
    "entered-in-error": "reversed reversal reverse void voided b2 r x rv returned returned-to-stock rts refunded",
    "declined": "rejected reject denied declined rej",
    "cancelled": "cancelled canceled cancel",
    "in-progress": "ready in-progress pending waiting ready-for-pickup",
}
_STATUS = {word: status for status, words in _STATUSES.items() for word in words.split()}
_MOST_DAYS = 366
_TAKEN_BACK_WITHIN = timedelta(
    days=30
)  # what nobody picked up goes back on the shelf in two weeks or so


@dataclass(slots=True)
class Fill:
    """A fact and what decides whether it still stands: is it a reversal, and of which fill?"""

    found: Found
    value: MedicationDispense
    reverses: bool
    loose: tuple[str, str, str]
    number: int


def fill_of(sheet: Any, number: int, values: dict[str, str], person: str, when: dict) -> Fill:
    """The fact of one row. Its quote is the cell that names the drug."""
    amounts = {
        role: _number(sheet, number, values, role) for role in ("quantity", "price", "refill")
    }
    status = _status(sheet, number, values, amounts["quantity"])
    named = next(r for r in ("drug", "ndc", "rxnorm") if cells.filled(values.get(r, "")))
    code = _code(sheet, number, values)
    refill = amounts["refill"]
    value = MedicationDispense(
        quote=values[named],
        code=code,
        status=status,
        handed_over=when["fill_date"],
        days_supply=_days(sheet, number, values),
        quantity=amounts["quantity"],
        price=amounts["price"],
        refill=int(refill) if refill is not None and 0 <= refill < 1000 else None,
        payer=cells.filled(values.get("payer", "")),
        pharmacy=cells.filled(values.get("pharmacy", "")),
        prescriber=cells.filled(values.get("prescriber", "")),
        prescription=cells.filled(values.get("prescription", "")),
        dosage=cells.filled(values.get("dosage", "")),
    )
    key, loose = _key(value, values, person)
    found = Found(
        person=person,
        kind="MedicationDispense",
        key=key,
        value=value,
        locator=sheet.table.locator(number, sheet.at[named]),
        recorded=when["recorded"] or when["fill_date"],
        label=sheet.feed.label,
    )
    return Fill(found, value, status == "entered-in-error", loose, number)


def settle(sheet: Any, fills: list[Fill]) -> None:
    """Number the versions of each fill so that what remains after all its reversals is current.

    Rows stand in any order. As many reversals as fills: the fill is taken back. A fill billed again
    after its reversal stands.
    """
    _complete_keys(fills)
    versions: dict[tuple[str, str], list[Fill]] = defaultdict(list)
    for fill in fills:
        versions[fill.found.person, fill.found.key].append(fill)
    for same in versions.values():
        if any(fill.reverses for fill in same):
            _reversed(same)
        elif len(same) > 1:
            _kept_apart(sheet, same)


def _reversed(same: list[Fill]) -> None:
    back = [fill for fill in same if fill.reverses]
    for fill in back:
        fill.found.sequence = 1
    billed = [fill for fill in same if fill.value.status == "completed"]
    if len(billed) > len(back):
        billed[-1].found.sequence = 2


def _kept_apart(sheet: Any, same: list[Fill]) -> None:
    """Parts of a compound, or two part fills of one day: neither may replace the other."""
    told: list[MedicationDispense] = []
    for fill in same:
        if fill.value not in told:
            told.append(fill.value)
        if at := told.index(fill.value):
            fill.found.key += f"/{at + 1}"
            why = "Another row tells of the same fill differently; both are kept."
            sheet.doubt(fill.number, "prescription", fill.value.prescription, why)


def _complete_keys(fills: list[Fill]) -> None:
    """A reversal often leaves the refill number out: it means the fill of that prescription and day."""
    billed = {fill.loose: fill.found.key for fill in fills if not fill.reverses and all(fill.loose)}
    for fill in fills:
        if fill.reverses and fill.value.refill is None and fill.loose in billed:
            fill.found.key = billed[fill.loose]
    _dated_by_the_reversal(fills)


def _dated_by_the_reversal(fills: list[Fill]) -> None:
    """Some files write the day of the reversal, and not of the fill: it means the last hand-over of that
    prescription and refill before it."""
    billed = [fill for fill in fills if not fill.reverses and all(fill.loose)]
    own = {(fill.found.person, fill.found.key) for fill in billed}
    for back in fills:
        if not back.reverses or not all(back.loose) or (back.found.person, back.found.key) in own:
            continue
        before = [fill for fill in billed if _may_mean(back, fill)]
        if before:
            back.found.key = max(before, key=_handed_over).found.key


def _may_mean(back: Fill, fill: Fill) -> bool:
    same = (fill.loose[:2], fill.value.refill) == (back.loose[:2], back.value.refill)
    if not same or not (fill.value.handed_over and back.value.handed_over):
        return False
    return timedelta(0) <= _handed_over(back) - _handed_over(fill) <= _TAKEN_BACK_WITHIN


def _handed_over(fill: Fill) -> datetime:
    return fill.value.handed_over.start  # type: ignore[union-attr]


def _key(value: MedicationDispense, values: dict[str, str], person: str) -> tuple[str, tuple]:
    when = value.handed_over
    day = when.text if when and len(when.text) >= 10 else cells.text(values["fill_date"])[:40]
    if value.prescription:
        refill = "" if value.refill is None else value.refill
        rx = value.prescription[:80]
        return f"rx:{rx}/{refill}/{day}", (person, rx, day)
    drug = value.code.code("ndc") or value.code.code("rxnorm") or value.code.text[:80].casefold()
    return f"drug:{drug}/{day}", ("", "", "")


def _code(sheet: Any, number: int, values: dict[str, str]) -> Concept:
    codings = []
    ndc, rxnorm = cells.filled(values.get("ndc", "")), cells.filled(values.get("rxnorm", ""))
    if ndc:
        try:
            codings.append(
                Coding("ndc", cells.ndc(values["ndc"], str(sheet.feed.settings.get("ndc", ""))))
            )
        except Doubt as doubt:
            sheet.doubt(number, "ndc", values["ndc"], doubt.args[0])
    rxnorm = rxnorm.removesuffix(".0")
    if rxnorm.isascii() and rxnorm.isdigit() and len(rxnorm) <= 8:
        codings.append(Coding("rxnorm", rxnorm.lstrip("0") or "0"))
    elif rxnorm:
        sheet.doubt(number, "rxnorm", rxnorm, "This is not an RxNorm code.")
    # Where neither code could be read, the words as written still name the drug.
    words = cells.filled(values.get("drug", "")) or ("" if codings else ndc or rxnorm)
    return Concept(words, tuple(codings))


def _status(sheet: Any, number: int, values: dict[str, str], quantity: float | None) -> str:
    words = cells.filled(values.get("status", "")).casefold()
    own = {str(word).casefold() for word in sheet.feed.settings.get("reversed", ())}
    if words in own or (quantity is not None and quantity < 0):
        return "entered-in-error"
    if not words:
        return "completed"
    status = _STATUS.get(words.replace(" ", "-").replace("_", "-"))
    if not status:
        sheet.doubt(
            number,
            "status",
            values["status"],
            "This status is not known; the fill is kept as unknown.",
        )
    return status or "unknown"


def _days(sheet: Any, number: int, values: dict[str, str]) -> float | None:
    days = _number(sheet, number, values, "days_supply")
    if days is None or 0 < days <= _MOST_DAYS:
        return days
    if days < 0 and (_number(sheet, number, values, "quantity") or 0) < 0:
        return None
    sheet.doubt(number, "days_supply", values["days_supply"], "No fill lasts this many days.")
    return None


def _number(sheet: Any, number: int, values: dict[str, str], role: str) -> float | None:
    try:
        return cells.number(values.get(role, ""), sheet.table.delimiter == ";")
    except Doubt as doubt:
        sheet.doubt(number, role, values[role], doubt.args[0])
        return None
