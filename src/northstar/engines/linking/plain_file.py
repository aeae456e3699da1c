"""A CSV file that is written plainly, read column by column; every distinct text becomes one string.

Most files are: as many fields in every row, quotes only around whole fields. What is not is left to the
reader that goes row after row (`table_file.py`), to which a test holds this one.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from northstar.engines.linking.columns import Texts, hands
from northstar.engines.linking.shapes import Numbers

_MARK = b"\xef\xbb\xbf"
_QUOTE, _BREAKS = ord('"'), (ord("\n"), ord("\r"))


def columns(data: bytes, between: str, silent: Sequence[str]) -> list[tuple[str, Texts]] | None:
    """(header, column) of each; `silent`: what stands for nothing. None where the rows need a closer look."""
    import pyarrow

    data = data.removeprefix(_MARK)
    if b"\0" in data or not _only_whole_fields(data, between):
        return None
    try:
        rows = _rows(data, between, count := _fields(data, between))
    except pyarrow.ArrowInvalid:  # a row is shorter or longer, or it is not UTF-8
        return None
    if rows.num_columns != count:
        return None
    with ThreadPoolExecutor(hands(len(rows))) as pool:
        read = list(pool.map(lambda column: _read(column, silent), rows.columns))
    kept = np.flatnonzero(np.logical_or.reduce([written for _, _, written in read]))
    return [(header, column if len(kept) == len(column) else column.some(kept)) for header, column, _ in read]  # fmt: skip


def _only_whole_fields(data: bytes, between: str) -> bool:
    """Every quote begins or ends a field, and no field goes over a line."""
    signs = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(signs == _QUOTE)
    if len(quotes) % 2:
        return False
    begin, end = quotes[::2], quotes[1::2]
    edges = np.array([ord(between), *_BREAKS], dtype=np.uint8)
    before = signs[np.maximum(begin - 1, 0)]
    after = signs[np.minimum(end + 1, len(signs) - 1)]
    whole = (np.isin(before, edges) | (begin == 0)) & (np.isin(after, edges) | (end == len(signs) - 1))  # fmt: skip
    lines = np.flatnonzero(np.isin(signs, edges[1:])) if len(quotes) else quotes
    return bool(whole.all() and (np.searchsorted(lines, begin) == np.searchsorted(lines, end)).all())  # fmt: skip


def _fields(data: bytes, between: str) -> int:
    first = next((sign for sign in range(len(data)) if data[sign] not in b"\r\n"), len(data))
    end = data.find(b"\n", first)
    return data.count(between.encode(), first, end if end >= 0 else len(data)) + 1


def _rows(data: bytes, between: str, count: int) -> Any:
    """All rows as a table, the header as the first of them."""
    import pyarrow
    from pyarrow import csv

    return csv.read_csv(
        pyarrow.BufferReader(data),
        read_options=csv.ReadOptions(autogenerate_column_names=True),
        parse_options=csv.ParseOptions(delimiter=between),
        convert_options=csv.ConvertOptions(
            column_types={f"f{n}": pyarrow.large_string() for n in range(count)},
            strings_can_be_null=False,
        ),
    )


def _read(column: Any, silent: Sequence[str]) -> tuple[str, Texts, Numbers]:
    """(header, the texts below it, who says anything, be it a word for nothing)."""
    import pyarrow
    from pyarrow import compute

    nothing = pyarrow.chunked_array([pyarrow.array([""], pyarrow.large_string())])
    header = column[0].as_py()
    told = pyarrow.chunked_array([*nothing.chunks, *column.slice(1).chunks])
    distinct = told.combine_chunks().dictionary_encode()
    trimmed = compute.utf8_trim_whitespace(distinct.dictionary)
    written = compute.not_equal(trimmed, "").to_numpy(zero_copy_only=False)
    words = pyarrow.array(silent, pyarrow.large_string())
    said = compute.if_else(compute.is_in(trimmed, words), "", trimmed)
    again = said.dictionary_encode()
    of = distinct.indices.to_numpy()[1:]
    texts = Texts(again.indices.to_numpy()[of], again.dictionary.to_pylist())
    return header, texts, written[of]
