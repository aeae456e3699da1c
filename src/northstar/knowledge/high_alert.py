"""Medicines with which a mistake does the most harm outside a hospital: they stand first on a paper sheet.

Classes and single medicines as ISMP lists them, as far as our table of ingredients tells them apart;
what it names by the patient's age or by the form (liquids for children) is not here.
"""

from datetime import date
from functools import lru_cache

from northstar.knowledge.ingredients import classes_of
from northstar.knowledge.table import Row

_ISMP = "ISMP List of High-Alert Medications in Community/Ambulatory Care Settings"


def _row(scope: str) -> Row:
    return Row(
        code="high-alert", value=True, scope=scope, source=_ISMP, year=2021, confidence="B",
        effective_from=date(2021, 1, 1), reviewed=date(2026, 11, 22),
    )  # fmt: skip


_NAMED = """
anticoagulant doac heparin antiplatelet insulin opioid sulfonylurea immunosuppressant thiopurine chemo
methotrexate carbamazepine lamotrigine phenytoin valproate epinephrine
"""
ROWS = tuple(_row(scope) for scope in _NAMED.split())


@lru_cache(4096)
def is_high_alert(ingredient: str) -> bool:
    """Does a mistake with it do more harm than with most?"""
    return bool(classes_of(ingredient) & {row.scope for row in ROWS})
