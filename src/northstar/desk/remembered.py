"""Rows of a list in HTML, made once: a morning's list is asked for a hundred times and changes in a row or two."""

from collections.abc import Callable, Hashable
from functools import lru_cache

from django.template.loader import get_template

_REMEMBERED = 4096  # rows of a list, about two kilobytes each


def remembered(template: str) -> Callable[[Hashable], str]:
    """The row in HTML, by the template's name. Whoever asks has every word of it already (a row holds all
    that its HTML depends on), so remembering it tells nobody anything."""

    @lru_cache(_REMEMBERED)
    def shown(row: Hashable) -> str:
        return get_template(template).render({"row": row})

    return shown
