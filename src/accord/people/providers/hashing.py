"""How the server hashes what a page derived from a password (PASSWORD_HASHERS); why so: docs/adr/0014."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SecondHash(Argon2PasswordHasher):
    """Argon2id, 19 MiB, two passes, one lane: the smallest of OWASP's equal choices, on top of what the page has paid.

    What it takes has passed Argon2id with 64 MiB already (`kernel.derivation`): a thief of the database pays for both
    at each guess. This one keeps what is stored from being sent as it is, and is enough alone should the first fail.
    One lane: on the morning on which all delegations sign in, each takes one core, for a moment.
    """

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
