"""Spark gives the same answer as Python; where it is installed."""

import shutil
import sys

import pytest

from northstar.engines.linking import spark
from northstar.engines.linking.matching import score
from northstar.engines.linking.model import stored
from northstar.engines.linking.splink_settings import settings
from northstar.engines.linking.traits import of_columns


def test_the_settings_speak_spark_where_asked():
    told = str(settings(stored(), dialect="spark"))
    assert "arrays_overlap" in told
    assert "list_has_any" not in told


def test_spark_and_python_weigh_alike(monkeypatch):
    sql = pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = sql.SparkSession.builder.master("local[1]").getOrCreate()
    rows = [
        ("Robert", "Whitaker", "1951-06-02"),
        ("Bob", "Whitaker", "1951-02-06"),
        ("Bob", "Witaker", "1951-06-02"),
        ("Elltiot", "Whitaker", "1951-06-02"),
        ("Eloilt", "Whitaker", "1951-06-02"),
    ]
    given, family, born = zip(*rows, strict=True)
    people = of_columns({"given": given, "family": family, "birth_date": born})
    direct = {(one, other): weight for one, other, weight, _ in score(people, stored()).rows()}
    found = {
        (one, other): weight
        for one, other, weight, _ in spark.scored(session, people, stored(), -1000)
    }
    assert found == pytest.approx(direct, abs=1e-6)
