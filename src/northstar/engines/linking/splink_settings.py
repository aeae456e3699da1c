"""Our comparisons and weights as settings for Splink, the same for DuckDB and Spark."""

from typing import Any

from northstar.engines.linking.comparisons import COMPARISONS
from northstar.engines.linking.model import Model

_SPARK = {
    "list_has_any": "arrays_overlap",
    "list_contains": "array_contains",
    "starts_with": "startswith",
}
"""What the functions in our SQL are called in Spark."""


def settings(
    model: Model | None, *, dialect: str = "duckdb", blocking: tuple[str, ...] = ("l.id = r.id",)
) -> dict[str, Any]:
    """Splink's settings. Without a model the levels have no weights yet, for training."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": model.prior if model else 0.0001,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule, "sql_dialect": dialect} for rule in blocking
        ],
        "comparisons": [_comparison(number, model, dialect) for number in range(len(COMPARISONS))],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(number: int, model: Model | None, dialect: str) -> dict[str, Any]:
    comparison = COMPARISONS[number]
    levels = []
    for place, level in enumerate(comparison.levels):
        told: dict[str, Any] = {
            "sql_condition": _spelled(level.sql, dialect),
            "label_for_charts": level.name,
        }
        if place == 0:
            told["is_null_level"] = True
        elif model:
            told["m_probability"], told["u_probability"] = model.shares[number][place - 1]
        levels.append(told)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _spelled(sql: str, dialect: str) -> str:
    if dialect == "spark":
        for ours, theirs in _SPARK.items():
            sql = sql.replace(ours, theirs)
    return sql
