"""A locked file opens with its passphrase and nothing else."""

import pytest

from northstar.access.locked_file import Lock, opened
from northstar.access.refuse import Refused

WORDS = "four words of a phrase"
CONTENT = "Chen, 陈美玲".encode()


@pytest.fixture(scope="module")
def lock():
    return Lock(WORDS)


def test_it_opens_with_its_passphrase_and_shows_nothing_before(lock):
    data = lock.lock(CONTENT)
    assert opened(data, WORDS) == CONTENT
    assert b"Chen" not in data


def test_two_files_of_one_night_look_nothing_alike(lock):
    one, other = lock.lock(CONTENT), lock.lock(CONTENT)
    assert one[-len(CONTENT) - 16 :] != other[-len(CONTENT) - 16 :]


@pytest.mark.parametrize("passphrase", ["four words of a phrasE", ""])
def test_another_passphrase_is_one_sentence(lock, passphrase):
    with pytest.raises(Refused, match="another passphrase"):
        opened(lock.lock(CONTENT), passphrase)


@pytest.mark.parametrize("place", [30, 45, -1])
def test_a_changed_file_does_not_open(lock, place):
    data = bytearray(lock.lock(CONTENT))
    data[place] ^= 1
    with pytest.raises(Refused, match="was changed"):
        opened(bytes(data), WORDS)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"northstar locked file 1\nshort"])
def test_another_file_is_said(data):
    with pytest.raises(Refused, match="not a day sheet"):
        opened(data, WORDS)


def test_a_short_passphrase_is_refused():
    with pytest.raises(Refused, match="16 characters"):
        Lock("short")
