"""The six digits of an authenticator app (TOTP, RFC 6238), each accepted once."""

import hmac
from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD, DIGITS = 30, 6
# A telephone's clock may be half a minute off, either way (RFC 6238 section 5.2).
DRIFT = 1


def step_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Return the number of the half-minute whose code this is; None when it is none, or not later than `after`.

    Whoever keeps the number and gives it as `after` accepts no code twice (RFC 6238 section 5.2).
    """
    if not secret or len(code) != DIGITS:
        return None
    present = int(at.timestamp()) // PERIOD
    steps = range(max(present - DRIFT, after + 1), present + DRIFT + 1)
    right = [step for step in steps if hmac.compare_digest(code.encode(), code_at(secret, step).encode())]
    return right[0] if right else None


def code_at(secret: str, step: int) -> str:
    """Return the code that an app shows in this half-minute."""
    return str(format_hotp_value(hotp_value(secret, step)))
