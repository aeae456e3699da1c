"""The throwaway PostgreSQL answers, and is gone afterwards."""

import pytest

from northstar.config import throwaway_postgres


def test_a_cluster_answers_and_goes():
    psycopg = pytest.importorskip("psycopg")
    try:
        with throwaway_postgres.cluster() as url:
            with psycopg.connect(url) as connection:
                assert connection.execute("select 1 + 1").fetchone() == (2,)
            assert "127.0.0.1" in url
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url, connect_timeout=2)
    except throwaway_postgres.Missing as missing:
        pytest.skip(str(missing))
