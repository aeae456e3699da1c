"""The second step at sign-in: a code from an authenticator app (RFC 6238), or a recovery code."""

import base64
import hashlib
import hmac
import os
import secrets
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from northstar.access import roles
from northstar.access.audit import acted
from northstar.access.models import RecoveryCode, SecondStep, Staff
from northstar.access.sealed import seal, unseal
from northstar.access.viewer import Viewer
from northstar.access.writing import writing

SECONDS, DIGITS, SECRET_BYTES, RECOVERY_CODES = 30, 6, 20, 10
DRIFT = (-1, 0, 1)  # steps that a phone's clock may be off
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def is_set_up(staff: Staff) -> bool:
    return SecondStep.objects.filter(staff=staff, confirmed__isnull=False).exists()


def must_enrol(staff: Staff, viewer: Viewer) -> bool:
    """Who can change what others may see does not work here with a password alone."""
    required = settings.REQUIRE_SECOND_STEP and viewer.roles & roles.SECOND_STEP
    return bool(required) and not is_set_up(staff)


def begin(*, staff: Staff) -> str:
    """A new secret in the spelling an authenticator app takes; it counts once it is confirmed."""
    waiting = SecondStep.objects.filter(staff=staff, confirmed__isnull=True).first()
    if waiting:
        return base64.b32encode(_secret(waiting)).decode()
    secret = os.urandom(SECRET_BYTES)
    SecondStep.objects.create(staff=staff, sealed=seal(secret, _owner(staff)))
    return base64.b32encode(secret).decode()


def address_of(staff: Staff, secret: str) -> str:
    """What the QR code says."""
    label = quote(f"Northstar:{staff.username}")
    return f"otpauth://totp/{label}?secret={secret}&issuer=Northstar&digits={DIGITS}"


@writing()
def confirm(*, staff: Staff, code: str, machine_now: datetime) -> list[str] | None:
    """Counts from now on if the code is right; gives the recovery codes, shown this once."""
    step = SecondStep.objects.select_for_update().filter(staff=staff, confirmed=None).first()
    if step is None or not _opens(step, code, machine_now):
        return None
    step.confirmed = machine_now
    step.save(update_fields=["confirmed"])
    return new_recovery_codes(staff=staff)


@writing()
def passes(*, staff: Staff, code: str, machine_now: datetime) -> bool:
    """Whether the code from the app, or an unused recovery code, opens; each opens once."""
    step = SecondStep.objects.select_for_update().get(staff=staff)
    if len(_plain(code)) == DIGITS and _plain(code).isdigit():
        return _opens(step, _plain(code), machine_now)
    unused = RecoveryCode.objects.filter(staff=staff, used=None, hashed=_hashed(staff, code))
    return unused.update(used=machine_now) == 1


@writing()
def new_recovery_codes(*, staff: Staff) -> list[str]:
    RecoveryCode.objects.filter(staff=staff).delete()
    codes = [_readable() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(staff=staff, hashed=_hashed(staff, code)) for code in codes
    )
    return codes


@writing()
def take_away(*, staff: Staff, by: Viewer, at: datetime) -> None:
    """The phone is lost: the next sign-in needs the password only, and enrolment where required."""
    acted(by=by, action="admin", what=f"app taken away ({staff.public_id})", at=at)
    SecondStep.objects.filter(staff=staff).delete()
    RecoveryCode.objects.filter(staff=staff).delete()


def _opens(step: SecondStep, code: str, machine_now: datetime) -> bool:
    totp = TOTP(_secret(step), DIGITS, SHA1(), SECONDS)  # noqa: S303  # nosec B303
    current = int(machine_now.timestamp()) // SECONDS
    for number in (current + drift for drift in DRIFT):
        right = totp.generate(number * SECONDS).decode()
        same = hmac.compare_digest(right.encode(), _plain(code).encode())
        if same and number > step.last_step:
            step.last_step = number
            step.save(update_fields=["last_step"])
            return True
    return False


def _secret(step: SecondStep) -> bytes:
    return unseal(bytes(step.sealed), _owner(step.staff))


def _owner(staff: Staff) -> str:
    return str(staff.public_id)


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()


def _hashed(staff: Staff, code: str) -> str:
    # Fifty random bits and a lock-out: a slow hash would protect nothing more.
    return hashlib.sha256(f"{staff.public_id}:{_plain(code)}".encode()).hexdigest()


def _readable() -> str:
    letters = "".join(secrets.choice(READABLE) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"
