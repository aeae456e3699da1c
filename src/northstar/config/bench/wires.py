"""Invented HL7 messages: admissions, discharges, results, as an interface sends them all day."""

from collections.abc import Iterator
from random import Random

from northstar.config.bench.words import FAMILIES, GIVEN, LABS


def messages(count: int, seed: int = 1, sender: str = "HOSPB") -> Iterator[bytes]:
    """Six in ten tell of results, four of visits; each with a control number of its own."""
    dice = Random(seed)
    for number in range(count):
        who = dice.randrange(max(1, count // 4))
        yield (result if dice.random() < 0.6 else visit)(f"{sender}{number}", who, dice, sender)


def visit(control: str, who: int, dice: Random, sender: str = "HOSPB", event: str = "") -> bytes:
    """An admission, a change or a discharge."""
    event = event or dice.choice(("A01", "A03", "A04", "A08"))
    at = _at(dice)
    gone = f"|||{at}" if event == "A03" else ""
    lines = (
        *_head("ADT", event, control, who, at, sender),
        f"PV1|1|I|4E^401^1^{sender}||||1234567893^EXAMPLE^DOCTOR|||MED||||7|||||V{who}-{dice.randrange(3)}^^^{sender}|||||||||||||||||01||||||||{at}{gone}",
        "DG1|1||I50.9^Heart failure, unspecified^I10||20260901|A",
    )
    return ("\r".join(lines) + "\r").encode()


def result(control: str, who: int, dice: Random, sender: str = "HOSPB") -> bytes:
    """A panel of eight results."""
    at = _at(dice)
    lines = [
        *_head("ORU", "R01", control, who, at, sender),
        f"ORC|RE|{control}^{sender}|{control}F^LAB||CM",
        f"OBR|1|{control}^{sender}|{control}F^LAB|24323-8^Comprehensive metabolic panel^LN|||{at}|||||||||1234567893^EXAMPLE^DOCTOR||||||{at}|||F",
    ]
    for number in range(1, 9):
        code, name, unit, low, high = dice.choice(LABS)
        value = f"{dice.uniform(low, high):.1f}"
        lines.append(f"OBX|{number}|NM|{code}^{name}^LN||{value}|{unit}|{low}-{high}||||F|||{at}")
    return ("\r".join(lines) + "\r").encode()


def _at(dice: Random) -> str:
    return f"202609{dice.randrange(1, 8):02}{dice.randrange(24):02}{dice.randrange(60):02}00"


def _head(kind: str, event: str, control: str, who: int, at: str, sender: str) -> tuple[str, ...]:
    family, given = FAMILIES[who % len(FAMILIES)], GIVEN[who // len(FAMILIES) % len(GIVEN)]
    born = f"{1930 + who % 70}{who % 12 + 1:02}{who % 27 + 1:02}"
    return (
        f"MSH|^~\\&|ADT|{sender}|NORTHSTAR|CLINIC|{at}||{kind}^{event}|{control}|P|2.5.1",
        f"EVN|{event}|{at}",
        f"PID|1||{who:08}^^^{sender}^MR||{family}^{given}||{born}|F|||{who % 9999} Alder Way^^Oakridge^CA^94601||(555)555-{who % 10000:04}|||||||",
    )
