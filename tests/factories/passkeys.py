"""A device that makes and uses passkeys, in the hand of a test (WebAuthn level 2: ES256, no attestation)."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import override_settings
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people import actions, queries
from tests.factories.people import account

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    """One telephone with one passkey for one place; `origin` is the page it believes to stand on."""

    def __init__(self, origin: str = "https://accord.example.org") -> None:
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.handle = ""
        self.unlocked = VERIFIED

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer what `navigator.credentials.create` is asked."""
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        about = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._authenticator(asked["rp"]["id"], ATTESTED) + about
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._told(clientDataJSON=client, attestationObject=attestation)

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer what `navigator.credentials.get` is asked."""
        asked = options["publicKey"]
        data = self._authenticator(asked["rpId"], 0)
        client = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = self._told(clientDataJSON=client, authenticatorData=data, signature=signature)
        told["response"]["userHandle"] = self.handle
        return told

    def _authenticator(self, host: str, more: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([PRESENT | self.unlocked | more]) + bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _told(self, **response: bytes) -> dict[str, Any]:
        named = websafe_encode(self.id)
        written = {name: websafe_encode(value) for name, value in response.items()}
        return {"id": named, "rawId": named, "type": "public-key", "response": written, "clientExtensionResults": {}}


def held_passkey(actor: Actor, device: Device | None = None) -> int:
    """Give the actor a passkey on the device, and return its number."""
    with override_settings(ACCORD_ORIGIN="https://accord.example.org"):
        asked = queries.passkey_wanted(actor)
        made = (device or Device()).make(asked.options)
        return actions.add_passkey(
            actor=actor, now=clocks.now(), account=account(actor), name="Telephone", state=asked.state, answer=made
        )
