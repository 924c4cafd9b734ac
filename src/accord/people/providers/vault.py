"""How allauth keeps the secrets of a second step: sealed (MFA_ADAPTER)."""

import secrets

from allauth.mfa.adapter import DefaultMFAAdapter

from accord.kernel import vault


class Vault(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Seals what allauth stores. What cannot be unsealed any longer is read as something nobody can know."""

    def encrypt(self, text: str) -> str:
        """Return the text as it is stored."""
        return vault.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the stored text; random signs when the server's key is another now, so that no code is right."""
        return vault.unseal(encrypted_text) or secrets.token_hex(40)
