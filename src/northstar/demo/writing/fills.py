"""Pharmacy fills: one table, one row a fill."""

import csv
import io
from collections.abc import Iterable

HEADER = ("Member ID", "First Name", "Last Name", "DOB", "Sex", "Phone", "Zip", "Fill Date", "RxNorm",
          "Drug Name", "Days Supply", "Qty", "Patient Pay", "Plan", "Pharmacy", "Prescriber", "Rx Number",
          "Refill No", "Claim Status", "Directions")  # fmt: skip


def table(rows: Iterable[tuple]) -> bytes:
    """The rows under their header."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n")
    write.writerow(HEADER)
    write.writerows(rows)
    return text.getvalue().encode()


def row(who, member, on, drug, rxnorm, days, count, price, plan, pharmacy, by, rx, refill, sig,
        status="PAID") -> tuple:  # fmt: skip
    """One fill of anyone with the fields of `people.Person`."""
    phone = who.phones[0] if who.phones else ""
    return (member, who.given[0], who.family, who.born.isoformat(), who.gender[:1].upper(), phone,
            who.postal_code, on.isoformat(), rxnorm, drug, days, count, f"{price:.2f}", plan, pharmacy,
            by, rx, refill, status, sig)  # fmt: skip
