"""The clocks one can choose: by city, in the reader's language, and nobody's clock changes by looking at the list."""

import sys

import pytest
from django.utils import translation

from accord.people.queries import zones
from accord.web.accounts.forms import SettingsForm


def test_cities_are_named_and_sorted_in_the_reader_s_language() -> None:
    with translation.override("es"):
        spanish = dict(zones())
    with translation.override("fr"):
        french = dict(zones())
    assert spanish["America/New_York"] == "Nueva York, Estados Unidos"
    assert french["Europe/London"] == "Londres, Royaume-Uni"
    assert not any("/" in words or "_" in words for words in (spanish | french).values())
    assert len(spanish) > 350
    assert [words for words in spanish.values() if "Buenos Aires" in words] == ["Buenos Aires, Argentina"]


def test_an_older_or_newer_name_of_a_zone_stays_chosen() -> None:
    for name in ("America/Argentina/Buenos_Aires", "Asia/Calcutta", "Asia/Kolkata", "UTC", "America/Antigua"):
        form = SettingsForm(initial={"language": "en", "zone": name})
        assert f'<option value="{name}" selected>' in str(form["zone"])
        assert SettingsForm({"language": "en", "zone": name}, initial={"language": "en", "zone": name}).is_valid()


parties = sys.modules["accord.people.queries.parties"]


def test_a_system_that_knows_only_newer_names_offers_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parties, "available_timezones", lambda: {"Asia/Kolkata", "Europe/London", "UTC"})
    monkeypatch.setattr(parties, "_zones", parties._zones.__wrapped__)
    with translation.override("en"):
        assert zones() == [
            ("UTC", "UTC"),
            ("Asia/Kolkata", "Kolkata, India"),
            ("Europe/London", "London, United Kingdom"),
        ]
