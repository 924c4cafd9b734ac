"""What is said to browsers when the server is served by TLS, what is read of a request at all, and file names."""

import os
import subprocess
import sys
from typing import NoReturn

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import reverse

from accord.web.downloads import SANDBOX, handed_out
from tests.factories.people import World, account, world
from tests.house import headers

pytestmark = pytest.mark.django_db
COOKIES = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "ACCORD_NOTICE_COOKIE"]
SECURE = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"]
ASK = f"""
from accord import settings as s
print(*[getattr(s, name) for name in {COOKIES + SECURE}])
"""


@pytest.fixture
def plan() -> World:
    return world()


def settings_of(origin: str) -> list[str]:
    """Return what a server with this origin calls its cookies, and whether they are for TLS alone."""
    environment = {**os.environ, "ACCORD_ORIGIN": origin, "ACCORD_SECRET_KEY": "of no importance"}
    return subprocess.check_output([sys.executable, "-c", ASK], env=environment, text=True).split()


def test_cookies_are_the_host_s_own_when_served_by_tls() -> None:
    said = settings_of("https://accord.example.org")
    assert all(name.startswith("__Host-") for name in said[:4])
    assert said[4:] == ["True"] * 3
    plain = settings_of("http://127.0.0.1:8000")
    assert not any(name.startswith("__Host-") for name in plain[:4])
    assert plain[4:] == ["False"] * 3


def test_tls_is_asked_for_two_years_whatever_the_proxy_says(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/")
    with override_settings(ACCORD_ORIGIN="https://accord.example.org"):
        for address in ("/", "/no/such/page/", reverse("sign-in")):
            assert client.get(address)["Strict-Transport-Security"] == "max-age=63072000"
        with override_settings(ACCORD_HSTS_SUBDOMAINS=True):
            assert client.get("/")["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_an_answer_without_its_headers_is_seen(client: Client) -> None:
    answer = client.get("/")
    assert headers.faults(answer, "home") == []
    for name in [*headers.ALWAYS, "Permissions-Policy", "Content-Security-Policy", "Cache-Control"]:
        bare = client.get("/")
        del bare.headers[name]
        assert headers.faults(bare, "home") != []
    answer.set_cookie("language", "es", samesite="None")
    assert headers.faults(answer, "home") != []


class Unread:
    """A body that must not be read."""

    def read(self, *_size: int) -> NoReturn:
        raise AssertionError("The body was read.")

    readline = read


def sent(client: Client, length: int, address: str) -> int:
    """Declare a body of so many bytes, and return the status of the answer."""
    kind = "multipart/form-data; boundary=x"
    more = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    return client.generic("POST", address, b"", kind, **more).status_code  # type: ignore[arg-type]


def test_a_body_too_long_is_refused_before_it_is_read(client: Client, plan: World) -> None:
    address = reverse("document-new", kwargs={"group": plan.group.slug})
    client.force_login(account(plan.chair))
    assert sent(client, settings.ACCORD_UPLOAD_LIMIT * 2, address) == 413


def test_a_stranger_sends_no_files(client: Client) -> None:
    assert sent(client, 2 * 1024 * 1024, reverse("sign-in")) == 403
    assert sent(client, 2 * 1024 * 1024, "/no/such/page/") == 403


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("AG_Matriz.docx", 'attachment; filename="AG_Matriz.docx"'),
        ('a"b\\c.docx', 'attachment; filename="a\\"b\\\\c.docx"'),
        ("Ponencia única.docx", "attachment; filename*=utf-8''Ponencia%20%C3%BAnica.docx"),
        ("x\r\nSet-Cookie: a=b.docx", "attachment; filename*=utf-8''x%0D%0ASet-Cookie%3A%20a%3Db.docx"),
        ("\u202excod.exe", "attachment; filename*=utf-8''%E2%80%AExcod.exe"),
    ],
)
def test_a_file_is_handed_out_under_its_name_and_nothing_else(name: str, said: str) -> None:
    answer = handed_out(RequestFactory().get("/"), b"PK", "application/zip", name, "ab")
    assert answer["Content-Disposition"] == said
    assert answer["Content-Security-Policy"] == SANDBOX
    assert (answer["ETag"], answer["Content-Length"]) == ('"ab"', "2")
