"""Which page of a long list was asked for."""

from django.http import HttpRequest

_LAST = 100_000  # a store counts only so far; nobody leafs on to there


def page_number(request: HttpRequest) -> int:
    """From 1 on. What is no number is the first page, what is far beyond the end the last that can be asked."""
    said = request.GET.get("page", "")
    if not said.isdecimal():
        return 1
    return min(_LAST, max(1, int(said[:9])))
