"""A file that opens with a passphrase alone, on any computer, also when this house is down.

The layout: a line that names the format, 16 bytes of salt, 12 of nonce, then AES-256-GCM over the content.
The key is scrypt(passphrase, salt) with N = 2^17, r = 8, p = 1 (OWASP Password Storage Cheat Sheet);
the line and the salt are bound to the content, so a file that was changed does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from northstar.access.refuse import Refused

SHORTEST = 16  # characters of a passphrase
_FORMAT = b"northstar locked file 1\n"
_SALT, _NONCE = 16, 12


class Lock:
    """A passphrase made ready to lock several files: the key is stretched once, each file is its own."""

    def __init__(self, passphrase: str) -> None:
        if len(passphrase) < SHORTEST:
            raise Refused(f"The passphrase needs {SHORTEST} characters or more.")
        self._salt = os.urandom(_SALT)
        self._key = _stretched(passphrase, self._salt)

    def lock(self, content: bytes) -> bytes:
        nonce, head = os.urandom(_NONCE), _FORMAT + self._salt
        return head + nonce + self._key.encrypt(nonce, content, head)


def opened(data: bytes, passphrase: str) -> bytes:
    """The content. Refused, in one sentence, for another passphrase, or a file that is not whole or not ours."""
    start = len(_FORMAT) + _SALT
    if not data.startswith(_FORMAT) or len(data) < start + _NONCE:
        raise Refused("This is not a day sheet of Northstar, or only the beginning of one.")
    head, nonce, content = data[:start], data[start : start + _NONCE], data[start + _NONCE :]
    try:
        return _stretched(passphrase, head[-_SALT:]).decrypt(nonce, content, head)
    except InvalidTag:
        raise Refused("It does not open: another passphrase, or the file was changed.") from None


def _stretched(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(passphrase.encode()))
