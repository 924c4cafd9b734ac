"""What deploy/ holds agrees with the product: settings that exist, one upload limit, one way of naming who asks."""

import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
PAGES = [ROOT / "docs" / "operations" / name for name in ("install.md", "upgrade.md", "monitoring.md")]
# compose.yaml asks these of its .env file: they are its own.
OF_COMPOSE = {"ACCORD_HOST"}
NGINX = (DEPLOY / "nginx" / "accord.conf").read_text(encoding="utf-8")
UNIT = (DEPLOY / "systemd" / "accord.service").read_text(encoding="utf-8")


def explained() -> set[str]:
    page = (ROOT / "docs" / "operations" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `((?:ACCORD|DATABASE)_\w+)`", page, flags=re.MULTILINE))


@pytest.mark.parametrize("path", [*FILES, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\b((?:ACCORD|DATABASE)_[A-Z_]*[A-Z])\b", path.read_text(encoding="utf-8")))
    assert named - explained() - OF_COMPOSE - {"ACCORD_UPLOAD_LIMIT"} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"(?<![\w/])(?:deploy|locks|tests)/[\w./-]*\w", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_example_of_the_environment_reads_the_same_in_systemd_and_in_a_shell() -> None:
    text = (DEPLOY / "environment").read_text(encoding="utf-8")
    assert not set("$\\`") & set("".join(line for line in text.splitlines() if not line.startswith("#")))
    for line in filter(None, text.splitlines()):
        word = line.removeprefix("#")
        assert line.startswith("# ") or re.fullmatch(r'[A-Z_]+="[^"]+"', word), line
        assert line.startswith("# ") or len(shlex.split(word)) == 1


def test_each_proxy_takes_what_the_product_takes() -> None:
    limit = settings.ACCORD_UPLOAD_LIMIT // 1024**2
    caddies = [path.read_text(encoding="utf-8") for path in DEPLOY.rglob("Caddyfile")]
    assert len(caddies) == 2
    sizes = [*re.findall(r"client_max_body_size (\d+)m;", NGINX), *re.findall(r"max_size (\d+)MB", "".join(caddies))]
    assert len(sizes) == 3
    assert all(limit < int(size) <= limit + 8 for size in sizes)


@pytest.mark.parametrize("folder", ["caddy", "container"])
def test_caddy_writes_no_address_either_not_even_of_what_failed(folder: str) -> None:
    told = (DEPLOY / folder / "Caddyfile").read_text(encoding="utf-8")
    assert told.count("\tlog default {\n\t\tformat filter {") == told.count("log ") == 1
    assert {"request>uri delete", "request>headers delete"} <= {line.strip() for line in told.splitlines()}


def test_nginx_says_itself_who_asks_and_writes_no_address() -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in NGINX
    (form,) = re.findall(r"log_format accord '(.*?)';", NGINX)
    assert not {"$request", "$request_uri", "$uri", "$args", "$http_referer", "$http_cookie"} & set(form.split())
    assert NGINX.count("access_log /var/log/nginx/accord.log accord;") == NGINX.count("server {") == 2


@pytest.mark.parametrize(
    "line",
    [
        "User=accord",
        "NoNewPrivileges=true",
        "ProtectSystem=strict",
        "ProtectHome=true",
        "PrivateTmp=true",
        "PrivateDevices=true",
        "CapabilityBoundingSet=",
        "RestrictNamespaces=user net",
        "SystemCallFilter=@system-service",
        "Restart=always",
        "UMask=0077",
    ],
)
def test_the_service_may_do_what_it_must_and_no_more(line: str) -> None:
    assert line in UNIT.splitlines()


def test_the_service_may_write_the_folder_of_the_example() -> None:
    (folder,) = re.findall(r'ACCORD_BACKUP="(.*)"', (DEPLOY / "environment").read_text(encoding="utf-8"))
    (home,) = re.findall(r'ACCORD_HOME="(.*)"', (DEPLOY / "environment").read_text(encoding="utf-8"))
    assert f"ReadWritePaths=-{folder}" in UNIT
    assert home == "/var/lib/" + re.findall(r"StateDirectory=(\w+)", UNIT)[0]
