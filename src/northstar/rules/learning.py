"""Learn the points of words from the labelled messages: `python -m northstar.rules.learning`.

Logistic regression by plain gradient descent, always in the same order, so that the same messages give
the same points. The held-out messages are never looked at here.
"""

from collections import Counter
from math import exp
from pathlib import Path
from random import Random

from northstar.rules.urgency import readable
from northstar.rules.weighing import features

_HERE = Path(__file__).parent
WEIGHTS = _HERE.parent / "knowledge" / "urgent_weights.txt"
_ROUNDS, _LEAST = 40, 2
_PACE, _SLOWER, _FORGET = 0.3, 0.1, 0.02
_HEAD = "% Points of words for and against urgency, learned by rules/learning.py. Do not edit: run it.\n"


def labelled(name: str = "labelled_messages.txt") -> list[tuple[str, bool]]:
    """Each message, and whether somebody must act this hour."""
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return [(line[2:], line[0] == "+") for line in lines if line[:2] in ("+ ", "- ", "~ ")]


def learn(messages: list[tuple[str, bool]]) -> dict[str, float]:
    """The points of every word that occurs twice; under "" what a message without words has."""
    told = [(features(readable(text)[0]), urgent) for text, urgent in messages]
    often = Counter(word for words, _ in told for word in words)
    rows = [(sorted(w for w in words if often[w] >= _LEAST), urgent) for words, urgent in told]
    share = {True: sum(urgent for _, urgent in rows) / len(rows)}
    share[False] = 1 - share[True]
    points: dict[str, float] = {"": 0.0}
    dice = Random(1)
    for turn in range(_ROUNDS):
        dice.shuffle(rows)
        pace = _PACE / (1 + turn * _SLOWER)
        for words, urgent in rows:
            total = points[""] + sum(points.get(word, 0.0) for word in words)
            wrong = (1 / (1 + exp(-max(-30.0, min(30.0, total)))) - urgent) / (2 * share[urgent])
            for word in words:
                before = points.get(word, 0.0)
                points[word] = before - pace * (wrong + _FORGET * before)
            points[""] -= pace * _PACE * wrong
    return {
        word: round(value, 2) for word, value in points.items() if not word or abs(value) > 0.05
    }


def written(points: dict[str, float]) -> str:
    """The file: points and word, the weightiest first."""
    rows = sorted(points.items(), key=lambda row: (-row[1], row[0]))
    return _HEAD + "".join(f"{value}\t{word}\n" for word, value in rows)


if __name__ == "__main__":
    WEIGHTS.write_text(written(learn(labelled())), encoding="utf-8")
