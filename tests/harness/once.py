"""What hundreds of tests begin with is worked out once for a worker, and later only written again.

Half of the time of the tests of pages went into reading Mrs. Chen's papers anew. A test may undo what
it wrote, so that the next one begins with the same empty store: then the same words to the database
make the same rows. Where anything stands there already, and on PostgreSQL, which counts on after an
undone row, it is worked out anew.
"""

from functools import partial

from django.db import connection

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_WRITTEN = {}


def once(make, **asked):
    """What `make(**asked)` gives, and in the store what it writes."""
    if connection.vendor != "sqlite" or not connection.in_atomic_block:
        return make(**asked)
    key = (make.__module__, make.__name__, *sorted(asked.items()), *_standing())
    if key not in _WRITTEN:
        written = []
        with connection.execute_wrapper(partial(_note, written)):
            _WRITTEN[key] = make(**asked), written
    else:
        _write(_WRITTEN[key][1])
    return _WRITTEN[key][0]


def _standing():
    """Of every table that counts its rows the number of its last one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return cursor.fetchall()


def _note(written, execute, sql, params, many, context):
    if sql.lstrip().upper().startswith(_WRITES):
        written.append((sql, params, many))
    return execute(sql, params, many, context)


def _write(written):
    with connection.cursor() as cursor:
        for sql, params, many in written:
            (cursor.executemany if many else cursor.execute)(sql, params)
