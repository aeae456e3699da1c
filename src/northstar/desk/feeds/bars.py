"""How much came, a bar for each day or week."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

_TALLEST, _FLOOR = 24.0, 27


def bars(counts: Sequence[int], marks: Sequence[str], *, wide: int, step: int) -> SafeString:
    """Bars beside each other, `wide` units each and `step` apart; `marks` are our own class names, one a
    bar, or ''. Numbers and these only, so nothing to escape."""
    most = max(counts, default=0) or 1
    out = []
    for index, (count, mark) in enumerate(zip(counts, marks, strict=True)):
        tall = max(1.0, _TALLEST * count / most)
        named = f' class="{mark}"' if mark else ""
        out.append(
            f'<rect{named} x="{index * step}" y="{_FLOOR - tall:.1f}" width="{wide}" height="{tall:.1f}"/>'
        )
    box = f"0 0 {len(counts) * step} 28"
    return mark_safe(  # noqa: S308 # nosec B308 B703
        f'<svg class="bars" viewBox="{box}" aria-hidden="true">{"".join(out)}</svg>'
    )
