"""One number for several columns: the key on which tables are sorted and met.

A binding of variables is a row of integers. To sort rows, or to find equal ones, the columns are
packed into one non-negative integer, `code = code * width + (value - least)`, column by column.
Where the product of the widths would leave 62 bits, a part is first made dense (replaced by its
rank), which costs a sort and is therefore the exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["CODE_MAX", "Ints", "Mask", "argsort", "order_by", "pack"]

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

CODE_MAX = 1 << 62
"""LIMIT: a packed code stays below this, so that one more bit is always free."""


def pack(columns: Sequence[Ints], rows: int, span: int) -> Ints:
    """Pack rows into codes: equal rows, and only they, get equal codes.

    Args:
        columns: one array for each variable, all of the same length.
        rows: that length; there may be no columns.
        span: the codes times `span` must still fit; a caller adds a time-point to them.
    """
    codes: Ints | None = None
    limit = 1
    for raw in columns:
        column = raw
        low, width = _extent(column)
        if codes is not None and limit * width > CODE_MAX:
            codes, limit = _dense(codes)
        if limit * width > CODE_MAX:
            column, width = _dense(column)
            low = 0
        shifted = column - low if low else column
        codes = shifted if codes is None else codes * width + shifted
        limit *= width
    if codes is None:
        return np.zeros(rows, np.int64)
    if limit > CODE_MAX // span:
        codes, limit = _dense(codes)
    return codes


def argsort(codes: Ints) -> Ints | None:
    """The stable order in which non-negative codes ascend; None if they already do."""
    size = len(codes)
    if size < 2 or bool(np.all(codes[1:] >= codes[:-1])):
        return None
    bits = size.bit_length()
    if int(codes.max()) < 1 << (62 - bits):
        # Sorting values is several times as fast as sorting positions: pack the position below.
        packed = (codes << bits) | np.arange(size)
        packed.sort()
        packed &= (1 << bits) - 1
        return packed
    return np.argsort(codes, kind="stable")


def order_by(keys: Ints, points: Ints, starts: Ints) -> Ints | None:
    """The order by key and then time-point; None if it is the order already.

    Args:
        keys: the key of each row.
        points: its time-point.
        starts: the codes of both, which are sorted where time-points are not in order already.
    """
    if bool(np.all(points[1:] >= points[:-1])):
        # Rows come in order of time, as facts do: a stable sort by the shorter key is enough.
        return argsort(keys)
    return argsort(starts)


def _extent(column: Ints) -> tuple[int, int]:
    """The least value, and how many integers lie between it and the greatest, both included."""
    if not len(column):
        return 0, 1
    low = int(column.min())
    return low, int(column.max()) - low + 1


def _dense(codes: Ints) -> tuple[Ints, int]:
    distinct, ranks = np.unique(codes, return_inverse=True)
    return ranks, max(1, len(distinct))
