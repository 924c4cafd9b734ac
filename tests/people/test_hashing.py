"""The server's own hash of what a page derived: slow enough by itself, and what an older one left is renewed."""

from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from accord.settings import PASSWORD_HASHERS

SENT = "a1." + "A" * 43


@pytest.fixture(autouse=True)
def _as_served(settings: Any) -> None:
    """Hash as the product does; the rest of the suite has a hash that takes no time."""
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


def test_it_is_argon2id_of_owasps_smallest_choice() -> None:
    kept = make_password(SENT)
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert SENT not in kept
    assert check_password(SENT, kept)
    assert not check_password(SENT[:-1] + "B", kept)


def test_what_was_hashed_with_other_parameters_still_opens_and_is_hashed_anew() -> None:
    older = type("Older", (Argon2PasswordHasher,), {"memory_cost": 8 * 1024, "time_cost": 1, "parallelism": 2})
    kept = older().encode(SENT, "a salt of its own")
    renewed: list[str] = []
    assert check_password(SENT, kept, renewed.append)
    assert renewed == [SENT]
