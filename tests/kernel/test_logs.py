"""What is written of an event: our sentences whole, others' without their values, errors without their words."""

import json
import logging
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel import logs
from accord.settings import watching


def event(name: str, message: str, *values: object, **more: Any) -> logging.LogRecord:
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, values, more.pop("exc_info", None))
    vars(record).update(more)
    return record


def line(record: logging.LogRecord, *, personal: bool = False) -> dict[str, Any]:
    written = logs.formatter(form="json", personal=personal).format(record)
    assert "\n" not in written
    read: dict[str, Any] = json.loads(written)
    return read


def failed() -> Any:
    try:
        try:
            raise KeyError("ana.lima")  # noqa: TRY301 -- what is tested is how it is told
        except KeyError as error:
            raise ValueError("ana.lima@example.org") from error
    except ValueError:
        return sys.exc_info()


def test_our_sentence_is_written_with_its_fields() -> None:
    said = line(event("accord.web", "Page %s.", 7, fields={"status": 404, "route": "home"}))
    assert (said["said"], said["status"], said["route"], said["level"]) == ("Page 7.", 404, "home", "warning")
    assert said["at"].endswith("+00:00")


def test_somebody_elses_sentence_is_written_without_its_values() -> None:
    record = event("asyncio", "%s did\nit", "ana.lima")
    assert line(record)["said"] == "%s did it"
    assert line(record, personal=True)["said"] == "ana.lima did it"


def test_of_an_error_the_kinds_and_places_are_written() -> None:
    said = line(event("accord", "Broken.", exc_info=failed()))["error"]
    assert said["kind"] == "ValueError < KeyError"
    assert said["places"][-1].endswith(" failed")
    assert "words" not in said
    assert (
        line(event("accord", "Broken.", exc_info=failed()), personal=True)["error"]["words"] == "ana.lima@example.org"
    )


def test_at_a_terminal_a_line_reads_as_words() -> None:
    words = logs.formatter(form="text", personal=False)
    assert words.format(event("accord", "Well.", fields={"status": 200})).endswith("WARNING Well. status=200")
    fault = words.format(event("accord", "Broken.", exc_info=failed())).splitlines()
    assert fault[0].endswith("Broken. ValueError < KeyError")
    assert fault[1].startswith("    ")


@pytest.mark.parametrize(("terminal", "kind"), [(True, logs.Words), (False, logs.Lines)])
def test_without_a_wish_the_terminal_decides(terminal: bool, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    assert type(logs.formatter(form="", personal=False)) is kind


@given(st.emails())
def test_no_address_of_a_person_comes_through(address: str) -> None:
    assert address not in logs.hidden(f"Written to {address} today.")


@given(st.ip_addresses())
def test_no_address_of_a_computer_comes_through(address: Any) -> None:
    assert logs.hidden(f"from {address} port 443") == "from [ip] port 443"


def test_a_clock_and_a_version_stay() -> None:
    assert logs.hidden("at 12:30:45, Accord 1.2.3") == "at 12:30:45, Accord 1.2.3"


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=32, max_size=60))
def test_no_secret_comes_through(secret: str) -> None:
    assert logs.hidden(f"GET /activate/{secret} answered") == "GET /activate/[secret] answered"


@pytest.mark.parametrize(
    "said",
    [
        lambda: watching.proxies("*"),
        lambda: watching.proxies("0.0.0.0/0"),
        lambda: watching.proxies("proxy.example.org"),
        lambda: watching.metrics("9100", ""),
        lambda: watching.metrics("192.0.2.1:9100", ""),
    ],
)
def test_a_setting_that_would_be_dangerous_is_refused(said: Any) -> None:
    with pytest.raises(ImproperlyConfigured):
        said()


@pytest.mark.parametrize(("name", "value"), [("ACCORD_LOG", "xml"), ("ACCORD_LOG_LEVEL", "LOUD")])
def test_a_mistyped_setting_of_the_log_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        watching.logging(demo=False, personal=False)


def test_what_settings_say_is_read() -> None:
    assert watching.proxies("none") == ""
    assert watching.proxies("127.0.0.1, 10.0.0.0/24") == "127.0.0.1,10.0.0.0/24"
    assert watching.metrics("", "") is None
    assert watching.metrics("[::1]:9100", "") == ("::1", 9100)
    assert watching.metrics("192.0.2.1:9100", "long enough") == ("192.0.2.1", 9100)
    levels = watching.logging(demo=True, personal=False)["loggers"]
    assert (levels["accord"]["level"], levels["axes"]["level"]) == ("WARNING", "CRITICAL")
