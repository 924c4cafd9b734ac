"""Short secrets that the server itself must read again (the key of an authenticator app): sealed in the database.

The key is drawn from the server's own SECRET_KEY, so that a copy of the database alone opens none of them. Where that
key is lost or renewed, what was sealed is lost with it: each text must be one that can be made anew.
"""

import base64
import hmac

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

TAG = "v1."


def seal(text: str) -> str:
    """Return the text sealed: "v1." and XSalsa20-Poly1305 in base64url."""
    return TAG + base64.urlsafe_b64encode(_box().encrypt(text.encode())).decode()


def unseal(sealed: str) -> str | None:
    """Return what was sealed; None when it was not sealed here, or was altered."""
    try:
        return _box().decrypt(base64.urlsafe_b64decode(sealed.removeprefix(TAG))).decode()
    except (CryptoError, ValueError):
        return None


def _box() -> SecretBox:
    return SecretBox(hmac.digest(settings.SECRET_KEY.encode(), b"accord vault", "sha256"))
