"""An open round for every test that asks for one."""

import pytest

from tests.factories.negotiation import Negotiation, negotiation


@pytest.fixture
def open_round(db: None) -> Negotiation:
    """Return a world of AG, BR and CL with a round that is open and shows proposals at once."""
    return negotiation()


@pytest.fixture
def sealed_round(db: None) -> Negotiation:
    """Return the same with a round that shows proposals after its close."""
    return negotiation(sees="after_close")
