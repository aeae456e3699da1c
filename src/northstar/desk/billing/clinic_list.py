"""The clinic's own list of who bills, `billers.csv` in NORTHSTAR_HOME, and its fees, `fees.csv`.

Both are read whenever a claim is shown or given out. What they do not say is named as missing in the
claim; nothing is guessed, least of all a price.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from northstar.rules.billing.npi import is_npi

_PLACE = re.compile(r"\d\d")
_FEE = re.compile(r"\d{1,7}(\.\d\d)?")
_MOST = 1_000_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Biller:
    """`npi` of who gave the service, `billing_npi` of who is paid, `place`: two digits (CMS, Place of
    Service Code Set)."""

    npi: str = ""
    billing_npi: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ClinicList:
    """By name as the case has it, and by code. `problem`: why a list was set aside, in a sentence."""

    billers: dict[str, Biller] = field(default_factory=dict)
    fees: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    def biller(self, name: str) -> Biller:
        """What the list says of somebody; nothing where it does not know them."""
        return self.billers.get(_folded(name), Biller())

    def charge(self, code: str, units: int) -> str:
        """Dollars and cents for a line of a claim; empty where the list has no fee for it."""
        fee = self.fees.get(code)
        return f"{Decimal(fee) * units:.2f}" if fee else ""

    def lacks(self, name: str, codes: list[str]) -> list[str]:
        """What a claim of theirs still wants, in words."""
        one, who = self.biller(name), name or "who bills"
        wants = [
            (one.npi, f"no NPI of {who} is in the clinic's list"),
            (one.billing_npi, "no NPI of who is paid is in the clinic's list"),
            (one.place, f"no place of service for {who} is in the clinic's list"),
            *(
                (self.fees.get(code), f"no fee for {code} is in the clinic's list")
                for code in codes
            ),
        ]
        return list(dict.fromkeys(words for known, words in wants if not known))


def clinic_list() -> ClinicList:
    """The lists as they stand now. One that cannot be read is set aside whole, and says so."""
    try:
        billers = dict(_rows("billers.csv", ("biller", "npi"), _biller))
        fees = dict(_rows("fees.csv", ("code", "fee"), _fee))
    except ValueError as problem:
        return ClinicList(problem=str(problem))
    return ClinicList(billers, fees)


def _rows(name: str, wanted: tuple[str, ...], row: Callable[[dict[str, str]], T]) -> list[T]:
    file = Path(settings.HOME) / name
    try:
        text = file.read_text("utf-8-sig")[:_MOST]
        reader = csv.DictReader(text.splitlines(), strict=True)
        if missing := set(wanted) - set(reader.fieldnames or ()):
            raise ValueError(f"its first line has no column {', '.join(sorted(missing))}")
        return [_read(reader.line_num, line, row) for line in reader if any(line.values())]
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        raise ValueError(f"{name} is set aside: it is not written in UTF-8.") from None
    except OSError:
        raise ValueError(f"{name} is set aside: it cannot be opened.") from None
    except (ValueError, csv.Error) as problem:
        raise ValueError(f"{name} is set aside: {problem}.") from None


def _read(number: int, line: dict[str, str], row: Callable[[dict[str, str]], T]) -> T:
    told = {name: (value or "").strip() for name, value in line.items() if isinstance(name, str)}
    try:
        return row(told)
    except ValueError as problem:
        raise ValueError(f"line {number}: {problem}") from None


def _biller(told: dict[str, str]) -> tuple[str, Biller]:
    npi, paid, place = told["npi"], told.get("billing_npi") or told["npi"], told.get("place", "")
    if not all(is_npi(each) for each in {npi, paid}):
        raise ValueError("an NPI has ten digits, of which the last one checks the others")
    if place and not _PLACE.fullmatch(place):
        raise ValueError("a place of service has two digits, like 11")
    if not told["biller"]:
        raise ValueError("it names nobody")
    return _folded(told["biller"]), Biller(npi, paid, place)


def _fee(told: dict[str, str]) -> tuple[str, str]:
    if not _FEE.fullmatch(told["fee"]):
        raise ValueError("a fee is in dollars, like 85.00")
    return told["code"].upper(), told["fee"]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
