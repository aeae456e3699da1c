"""Many records at once: Splink on DuckDB, with the stored weights. For a Spark cluster: `spark.py`.

Pairs come from our own blocking words, counted and capped in SQL, and are handed to Splink ready made,
so that a file, a batch and an arriving person are compared with the same others.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from northstar.engines.linking.blocking import CROWD, MORE_CROWD, file_words, more_words
from northstar.engines.linking.comparisons import COMPARISONS, Pattern
from northstar.engines.linking.model import Model
from northstar.engines.linking.splink_settings import settings
from northstar.engines.linking.traits import Traits


def columns(people: Sequence[Traits]) -> dict[str, list[Any]]:
    """Column by column, as an engine for tables wants it."""
    made: dict[str, list[Any]] = {"id": list(range(len(people)))}
    for name, values in zip(Traits._fields, zip(*people, strict=True), strict=True):
        if name == "marks":
            continue
        made[name] = (
            [list(value) for value in values] if isinstance(values[0], frozenset) else list(values)
        )
    return made


def scored(
    people: Sequence[Traits], model: Model, least: float
) -> Iterator[tuple[int, int, float, Pattern]]:
    """(position, position, match weight, pattern) of every pair that weighs at least `least`."""
    con = connect()
    return _predicted(con, people, blocked(con, people), model, least)


def compared(
    people: Sequence[Traits], pairs: Sequence[tuple[int, int]], model: Model
) -> Iterator[tuple[int, int, float, Pattern]]:
    """The same for pairs of one's own choice."""
    import pyarrow

    chosen = {
        "join_key_l": [min(pair) for pair in pairs],
        "join_key_r": [max(pair) for pair in pairs],
        "match_key": ["0"] * len(pairs),
    }
    return _predicted(connect(), people, pyarrow.table(chosen), model, -1000.0)


def _predicted(
    con: Any, people: Sequence[Traits], pairs: Any, model: Model, least: float
) -> Iterator[tuple[int, int, float, Pattern]]:
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    api = DuckDBAPI(con)
    linker = Linker(
        api.register(arrow(people)), settings(model), log_level=None, validate_settings=False
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    return fetched(con, found.physical_name)


def connect() -> Any:
    """A DuckDB of our own, in memory, which tells no progress and reaches nowhere."""
    import duckdb

    con = duckdb.connect(config={"enable_external_access": "false"})
    con.execute("SET enable_progress_bar = false")
    return con


def arrow(people: Sequence[Traits]) -> Any:
    """The people as an Arrow table with a running id."""
    import pyarrow

    texts = pyarrow.list_(pyarrow.string())
    made = {
        name: pyarrow.array(values, type=texts if values and isinstance(values[0], list) else None)
        for name, values in columns(people).items()
    }
    return pyarrow.table(made)


def blocked(con: Any, people: Sequence[Traits]) -> Any:
    """The pairs to compare: those that share a word which is not crowded."""

    _say(con, "said", people, file_words)
    _say(con, "more", people, more_words)
    return con.sql(
        f"WITH t AS ({_uncrowded('said', CROWD)} UNION ALL {_uncrowded('more', MORE_CROWD)}) "
        "SELECT DISTINCT a.id AS join_key_l, b.id AS join_key_r, '0' AS match_key "
        "FROM t a JOIN t b ON a.word = b.word AND a.id < b.id"
    ).to_arrow_table()


def _say(
    con: Any, name: str, people: Sequence[Traits], words_of: Callable[[Traits], set[str]]
) -> None:
    import pyarrow

    owners: list[int] = []
    said: list[str] = []
    for place, one in enumerate(people):
        mine = words_of(one)
        said += mine
        owners += [place] * len(mine)
    con.register(name, pyarrow.table({"id": owners, "word": pyarrow.array(said, pyarrow.string())}))


def _uncrowded(name: str, crowd: int) -> str:
    return (
        f"SELECT word, id FROM {name} SEMI JOIN "
        f"(SELECT word FROM {name} GROUP BY word HAVING count(*) BETWEEN 2 AND {crowd}) k USING (word)"
    )


def fetched(con: Any, name: str) -> Iterator[tuple[int, int, float, Pattern]]:
    """Splink's answer with its gammas turned back into our levels."""
    gammas = ", ".join(f"gamma_{comparison.name}" for comparison in COMPARISONS)
    most = [len(comparison.levels) - 1 for comparison in COMPARISONS]
    rows = con.sql(f"SELECT id_l, id_r, match_weight, {gammas} FROM {name}")
    for one, other, weight, *gamma in rows.fetchall():
        found = tuple(0 if g < 0 else top - g for top, g in zip(most, gamma, strict=True))
        yield min(one, other), max(one, other), weight, found
