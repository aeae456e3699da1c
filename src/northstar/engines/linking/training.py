"""Learn what each level weighs from records without labels: u from random pairs, m by expectation
maximisation, both by Splink. Done once; the result is a file (`model.py`)."""

from collections.abc import Sequence
from typing import Any

from northstar.engines.linking.batch import arrow, connect
from northstar.engines.linking.comparisons import COMPARISONS
from northstar.engines.linking.model import Model
from northstar.engines.linking.splink_settings import settings
from northstar.engines.linking.traits import Traits

RULES = ("l.ssn = r.ssn", "l.email = r.email", "l.born = r.born and l.given = r.given")
"""Each pass looks at pairs that agree in some fields and learns about the others."""

_LEAST = 1e-5  # what was never seen is taken to be this rare, not impossible
_RANDOM_PAIRS = 2e6


def trained(
    people: Sequence[Traits], *, version: str, same: float, ask: float, prior: float, note: str
) -> Model:
    """A model of these people. `prior`: how likely two records at random are one person."""
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    api = DuckDBAPI(connect())
    linker = Linker(api.register(arrow(people)), settings(None), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=1)
    for rule in RULES:
        linker.training.estimate_parameters_using_expectation_maximisation(
            _not_silent(rule), fix_u_probabilities=True
        )
    told = linker.misc.save_model_to_json()
    shares = tuple(
        _shares(comparison)
        for comparison in sorted(told["comparisons"], key=lambda c: _PLACE[c["output_column_name"]])
    )
    return Model(version, prior, same, ask, shares, {"records": len(people), "note": note})


_PLACE = {comparison.name: place for place, comparison in enumerate(COMPARISONS)}


def _not_silent(rule: str) -> str:
    columns = [part.split(" = ")[0] for part in rule.split(" and ")]
    return rule + "".join(f" and {column} <> ''" for column in columns)


def _shares(told: dict[str, Any]) -> tuple[tuple[float, float], ...]:
    """(m, u) of each level, floored, each of them adding up to one."""
    levels = [one for one in told["comparison_levels"] if not one.get("is_null_level")]
    m = _whole([one.get("m_probability") or 0.0 for one in levels])
    u = _whole([one.get("u_probability") or 0.0 for one in levels])
    return tuple(zip(m, u, strict=True))


def _whole(shares: list[float]) -> list[float]:
    raised = [max(share, _LEAST) for share in shares]
    return [round(share / sum(raised), 8) for share in raised]
