"""Rows of a list in HTML, made once: a morning's list is asked for a hundred times and changes in a row or two."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import cast

from django.template.loader import get_template
from django.utils.safestring import SafeString

_REMEMBERED = 4096  # rows of a list, about two kilobytes each


def remembered(template: str) -> Callable[[Hashable], SafeString]:
    """The row in HTML, by the template's name. Whoever asks has every word of it already (a row holds all
    that its HTML depends on), so remembering it tells nobody anything."""

    @lru_cache(_REMEMBERED)
    def shown(row: Hashable) -> SafeString:
        return cast(SafeString, get_template(template).render({"row": row}))

    return shown
