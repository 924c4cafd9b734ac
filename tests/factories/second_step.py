"""An authenticator app in the hand of a test: it has the key, and shows its codes at any instant."""

from datetime import datetime, timedelta

from accord.kernel import clocks, vault
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.people.providers.codes import PERIOD, code_at
from tests.factories.people import account


def shown(key: str, at: datetime | None = None) -> str:
    """Return the six digits that an app with this key shows at the instant (now)."""
    return code_at(key.replace(" ", ""), int((at or clocks.now()).timestamp()) // PERIOD)


def turned_on(actor: Actor) -> tuple[str, list[str]]:
    """Turn the actor's second step on a minute ago, and return the key in the app and the recovery codes."""
    offered = queries.offer(actor)
    key = vault.unseal(offered.sealed) or ""
    ago = clocks.now() - timedelta(minutes=1)
    codes = actions.turn_on_second_step(
        actor=actor, now=ago, account=account(actor), sealed=offered.sealed, code=shown(key, ago)
    )
    return key, codes
