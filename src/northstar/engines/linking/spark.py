"""The same on a Spark cluster: the same words, settings and weights, for lists that one machine cannot hold.

Needs the extra `spark` and Java 17. How near two texts are is measured on the workers by the same library
as everywhere else: the functions that Splink brings for Spark as a jar count changed letters in another way.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from northstar.engines.linking.batch import columns
from northstar.engines.linking.blocking import CROWD, MORE_CROWD, file_words, more_words
from northstar.engines.linking.comparisons import COMPARISONS, Pattern
from northstar.engines.linking.model import Model
from northstar.engines.linking.splink_settings import settings
from northstar.engines.linking.traits import Traits


def scored(
    session: Any, people: Sequence[Traits], model: Model, least: float
) -> Iterator[tuple[int, int, float, Pattern]]:
    """(position, position, match weight, pattern) of every pair that weighs at least `least`."""
    from splink import Linker
    from splink.backends.spark import SparkAPI

    made = columns(people)
    rows = list(zip(*made.values(), strict=True))
    # Kept by the session: where a cluster keeps its checkpoints is then nothing that one must say first.
    api = SparkAPI(
        spark_session=session, break_lineage_method="persist", register_udfs_automatically=False
    )
    _measures(session)
    table = api.register(session.createDataFrame(rows, _typed(made)))
    told = settings(model, dialect="spark")
    linker = Linker(table, told, log_level=None, validate_settings=False)
    linker.table_management.register_blocked_pairs_for_predict(
        api.register(_blocked(session, people))
    )
    found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    gammas = ", ".join(f"gamma_{comparison.name}" for comparison in COMPARISONS)
    most = [len(comparison.levels) - 1 for comparison in COMPARISONS]
    query = f"SELECT id_l, id_r, match_weight, {gammas} FROM {found.physical_name}"
    for one, other, weight, *gamma in session.sql(query).toLocalIterator():
        levels = tuple(0 if g < 0 else top - g for top, g in zip(most, gamma, strict=True))
        yield min(one, other), max(one, other), weight, levels


_TYPES = {str: "string", int: "bigint", list: "array<string>"}


def _measures(session: Any) -> None:
    """Functions within a function are sent to the workers whole, which then need rapidfuzz and nothing of ours."""

    def alike(one: str, other: str) -> float:
        from rapidfuzz.distance import JaroWinkler

        return JaroWinkler.similarity(one, other)

    def slips(one: str, other: str) -> int:
        from rapidfuzz.distance import DamerauLevenshtein

        return DamerauLevenshtein.distance(one, other)

    session.udf.register("jaro_winkler_similarity", alike, "double")
    session.udf.register("damerau_levenshtein", slips, "int")


def _typed(made: dict[str, list[Any]]) -> str:
    """The columns with their types: Spark would guess them, and cannot where nobody says anything."""
    return ", ".join(f"{name} {_TYPES[type(values[0])]}" for name, values in made.items())


def _blocked(session: Any, people: Sequence[Traits]) -> Any:
    said = [
        (word, place, crowd)
        for of, crowd in ((file_words, CROWD), (more_words, MORE_CROWD))
        for place, one in enumerate(people)
        for word in of(one)
    ]
    told = session.createDataFrame(said, "word string, id bigint, crowd bigint")
    told.createOrReplaceTempView("said")
    return session.sql(
        "WITH k AS (SELECT word, crowd FROM said GROUP BY word, crowd HAVING count(*) BETWEEN 2 AND crowd), "
        "t AS (SELECT said.word, said.id FROM said JOIN k ON said.word = k.word AND said.crowd = k.crowd) "
        "SELECT DISTINCT a.id AS join_key_l, b.id AS join_key_r, '0' AS match_key "
        "FROM t a JOIN t b ON a.word = b.word AND a.id < b.id"
    )
