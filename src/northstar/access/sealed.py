"""Small secrets at rest: readable only with the installation's key and for their owner."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class CannotOpen(Exception):
    """The secret was sealed with another key, or for another owner."""


def seal(secret: bytes, owner: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _key().encrypt(nonce, secret, owner.encode())


def unseal(sealed: bytes, owner: str) -> bytes:
    try:
        return _key().decrypt(sealed[:NONCE], sealed[NONCE:], owner.encode())
    except InvalidTag:
        raise CannotOpen from None


def _key() -> AESGCM:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"northstar second step")
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))
