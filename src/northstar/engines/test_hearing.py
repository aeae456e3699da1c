"""The program of a clinic's choice: its words, its failure, its patience."""

import time

import pytest

from northstar.engines.hearing import Listening


def heard(command, patience=60.0):
    listening = Listening(command, b"sound", "audio/wav", patience=patience)
    for _ in range(6000):
        words = listening.words()
        if words is not None:
            return words
        time.sleep(0.02)
    raise AssertionError("it listens for ever")


def test_what_the_program_prints_is_what_was_heard():
    assert heard("python3 -c \"print('please  call\\nme')\"") == "please call me"


def test_it_gets_the_recording():
    assert heard("cat") == "sound"


@pytest.mark.parametrize("command", ["no-such-program-here", "false", "sh -c 'echo half; exit 3'"])
def test_what_fails_has_heard_nothing(command):
    assert heard(command) == ""


def test_what_takes_too_long_is_ended():
    assert heard("sh -c 'sleep 30'", patience=0.1) == ""
