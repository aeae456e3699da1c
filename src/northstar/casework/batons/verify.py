"""What must always hold of hand-overs: one answer each, and nothing offered to two at once."""

from collections import Counter
from datetime import date

from northstar.casework.batons.acts import standing
from northstar.casework.batons.models import Answer, Baton


def problems(today: date) -> list[str]:
    """Plain sentences about hand-overs that contradict themselves."""
    twice = early = 0
    offered: Counter[int] = Counter()
    for row in Baton.objects.prefetch_related("answers", "pieces").order_by("pk").iterator(500):
        said = [answer.what for answer in row.answers.all()]
        twice += sum(what in Answer.FIRST for what in said) > 1 or said.count(Answer.RETURNED) > 1
        taken = row.by_rota or Answer.ACCEPTED in said
        early += Answer.RETURNED in said and not taken
        if standing(row) == "offered":
            offered.update(piece.line_id for piece in row.pieces.all())
    both = sum(count > 1 for count in offered.values())
    return [
        words.format(count)
        for words, count in (
            ("{} hand-overs were answered twice", twice),
            ("{} hand-overs were returned that nobody had accepted", early),
            ("{} lines are offered to two people at once", both),
        )
        if count
    ]


PROBLEMS = problems
