"""The letters in which paper is set: those that came with Northstar first, then those of this machine."""

from functools import cache
from importlib.resources import files
from typing import Final

import typst

NAMES: Final = [
    "Libertinus Serif", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Serif", "DejaVu Sans",
]  # fmt: skip
"""The first that has a sign is used; what none of them and no other of this machine has is refused."""

_PACKAGES: Final = ("manimgx_fonts_cjk", "fontpkg_noto_sans_arabic")


@cache
def fonts() -> typst.Fonts:
    """Looked for once in a process, since a machine may have hundreds."""
    return typst.Fonts(font_paths=[str(files(package)) for package in _PACKAGES])
