"""Every law again, with ten thousand examples each that differ from night to night; `run.py test --long` runs them."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.redline.laws import test_everything, test_laws, test_sound
from tests.redline.resolve import test_laws as test_resolve

NIGHTLY = settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# These have a long twin of their own beside them.
TWINNED = {"test_nothing_of_any_construct_is_lost", "test_nothing_of_the_base_and_of_any_file_is_lost"}
LAWS: dict[str, Any] = {
    name: law
    for module in (test_laws, test_resolve, test_everything, test_sound)
    for name, law in sorted(vars(module).items())
    if name.startswith("test_")
    and hasattr(law, "hypothesis")
    and "many_more" not in name
    and "ten_thousand" not in name
    if name not in TWINNED
}


@pytest.mark.long
@pytest.mark.parametrize("name", LAWS)
def test_ten_thousand_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LAWS[name], "_hypothesis_internal_use_settings", NIGHTLY)
    LAWS[name]()
