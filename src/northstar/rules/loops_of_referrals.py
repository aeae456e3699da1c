"""Referrals: booked, attended, reported back, reviewed, told; each by its own evidence."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from northstar.chart.chart import Chart
from northstar.knowledge.transitions import days
from northstar.rules.loop import CHANGED, REFERRAL, Loop, Step, said, shaped
from northstar.rules.loop_steps import ATTENDED, BOOKED, REPORT, REVIEWED, TOLD, latest
from northstar.rules.referrals import attended, booked, called_off, key, missed, referrals, report
from northstar.rules.signal import because
from northstar.rules.turned_down import turned_down
from northstar.rules.wording import day, with_year

TURNED_DOWN = "referral-turned-down"
_SOON = frozenset({"stat", "asap", "urgent"})


def of_referrals(chart: Chart, now: datetime) -> Iterator[Loop]:
    """Those that were sent not too long ago."""
    sent = referrals(chart)
    for referral in sent:
        on = referral.authored and referral.authored.day(now.tzinfo)
        if on and on <= now.date() <= on + timedelta(days=days("referral-longest", on)):
            yield _referral(chart, referral, on, sent, now)


def _referral(chart: Chart, sent: Any, on: date, out: list[Any], now: datetime) -> Loop:
    mark = key(sent)
    name = sent.code.words or sent.performer or "a specialist"
    here = _shown(report(chart, sent, out), REPORT, "here", now) or said(
        chart, mark, REPORT, "here", now
    )
    reading = (
        "a report" if here.done else ""
    )  # what was read of one that was taken back counts no more
    steps = (
        _shown(booked(chart, sent), BOOKED, "booked", now) or _said_booked(chart, sent, mark, now),
        _shown(attended(chart, sent), ATTENDED, "seen", now)
        or said(chart, mark, ATTENDED, "seen", now),
        here,
        said(chart, mark, REVIEWED, "reviewed", now, reading),
        said(chart, mark, TOLD, "told", now, reading),
    )
    soon = sent.priority in _SOON
    says = f"sent {with_year(on)}{f', {sent.priority}' if soon else ''}{f' for {sent.reason}' if sent.reason else ''}"
    until = on + timedelta(days=days("referral-longest", on))
    phase = _phase(steps, now)
    lines = [("referral-without-report", mark), (TURNED_DOWN, mark), (CHANGED, mark)]
    if phase == "booking" and turned_down(chart, sent):
        phase = "turned-down"
    elif phase == "booking" and soon:
        phase = "booking-soon"
    return shaped(
        chart, REFERRAL, mark, name, says, steps, 2, lines, until, phase, now, on, (sent,),
        reading=reading,
    )  # fmt: skip


def _said_booked(chart: Chart, sent: Any, mark: str, now: datetime) -> Step:
    """Booked by a named person's word; a visit missed or cancelled after that is to be booked anew."""
    told = said(chart, mark, BOOKED, "booked", now)
    if (no := turned_down(chart, sent)) and not told.done:
        on = no.on(now.tzinfo)
        words = f"{no.word} {day(on)}" if on else no.word
        return Step(BOOKED, False, words, (because(no.value, words.capitalize()),))
    off = called_off(chart, sent)
    if off and told.done and _is_after(off, latest(chart, mark, BOOKED)):
        words = f"cancelled, was for {day(off.start.first_day(now.tzinfo))}"
        return Step(BOOKED, False, words, (because(off, words.capitalize()),))
    gone = missed(chart, sent)
    on = gone.start.first_day(now.tzinfo) if gone else None
    if on is None or (told.done and told.on and told.on > on):
        return told
    return Step(BOOKED, False, f"missed {day(on)}", (because(gone, f"Missed {day(on)}"),))


def _is_after(value: Any, word: Any) -> bool:
    """Whether its source wrote it after somebody's word; a visit booked anew on the day it was cancelled stands."""
    source = value.source
    at = (source.written or source.received) if source else None
    return bool(at and word and word.authored and at > word.authored.start)


def _phase(steps: tuple[Step, ...], now: datetime) -> str:
    is_booked, was_seen, is_here = (step.done for step in steps[:3])
    if is_here:
        return "review"
    if was_seen:
        return "report"
    return "visit" if is_booked else "booking"


def _shown(value: Any, code: str, word: str, now: datetime) -> Step | None:
    """A fact of some source shows it."""
    if value is None or not value.began:
        return None
    on = value.began.first_day(now.tzinfo)
    return Step(
        code, True, f"{word} {day(on)}", (because(value, f"{word.capitalize()} {day(on)}"),), on
    )
