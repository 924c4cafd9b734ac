"""The product as an operator installs it: a wheel in an empty environment, behind a real nginx (long)."""

import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.servers.test_several import free

ROOT = Path(__file__).resolve().parents[2]
SECRET = "an-activation-secret-of-somebody-that-nobody-may-read"
SPOOFED = "203.0.113.66"

pytestmark = pytest.mark.long


@dataclass
class Server:
    """What stands: the wheel's own `accord`, its home, nginx's folder, and the addresses."""

    accord: Path
    home: Path
    nginx: Path
    https: str
    http: str

    def ask(self, address: str, data: bytes | None = None, **headers: str) -> tuple[int, Message, str]:
        handlers = [NoFollow(), urllib.request.HTTPSHandler(context=ssl._create_unverified_context())]  # noqa: S323
        asked = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 -- our own
        try:
            with urllib.request.build_opener(*handlers).open(asked, timeout=60) as answer:
                return answer.status, answer.headers, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode(errors="replace")

    def run(self, *words: str) -> str:
        environment = {"ACCORD_HOME": str(self.home), "PATH": os.environ["PATH"]}
        return subprocess.check_output([self.accord, *words], env=environment, text=True, cwd="/")


class NoFollow(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_given: Any) -> None:
        return None


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from what git knows, and install it and what the lock lists into an empty environment."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    listed = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    uv = [ROOT / ".local" / "boot" / "bin" / "uv", "--quiet"]
    target = folder / "accord"
    run([*uv, "build", "--wheel", "--out-dir", folder / "dist", source])
    run([*uv, "venv", "--python", sys.executable, target])
    run([*uv, "pip", "install", "--python", target, "--require-hashes", "-r", ROOT / "locks" / "run.txt"])
    (wheel,) = (folder / "dist").glob("*.whl")
    run([*uv, "pip", "install", "--python", target, "--no-deps", wheel])
    return target / "bin" / "accord"


def run(command: list[Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def behind(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx, "this test needs nginx: apt-get install nginx"
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("nginx")
    port, http, https = free(), free(), free()
    server = Server(installed, home, folder, f"https://127.0.0.1:{https}", f"http://127.0.0.1:{http}")
    assert "ready" in server.run("migrate")
    environment = {
        "PATH": os.environ["PATH"],
        "ACCORD_HOME": str(home),
        "ACCORD_ORIGIN": server.https,
        "ACCORD_LOG": "json",
        "ACCORD_LOG_PERSONAL": "1",
    }
    configure(folder, {"8000": port, "80": http, "443": https})
    command = [installed, "serve", "--port", str(port)]
    with (home / "log").open("wb") as log:
        serving = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, cwd="/")
    assert serving.stdout is not None
    assert b"Serving" in serving.stdout.readline()
    proxy = subprocess.Popen([nginx, "-p", folder, "-c", folder / "nginx.conf", "-g", "daemon off;"])
    until_answered(server)
    yield server
    for process in (proxy, serving):
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def configure(folder: Path, ports: dict[str, int]) -> None:
    """Write nginx.conf around deploy/nginx/accord.conf, changed in ports, folders and name only."""
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    run([*key, "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"])
    text = (ROOT / "deploy" / "nginx" / "accord.conf").read_text(encoding="utf-8")
    text = text.replace("https://accord.example.org$", f"https://127.0.0.1:{ports['443']}$")
    text = text.replace("/etc/letsencrypt/live/accord.example.org", str(folder)).replace("/var/log/nginx", str(folder))
    text = re.sub(r"listen \[::\].*\n", "", text).replace("accord.example.org", "127.0.0.1")
    for before, after in (("listen 80;", f"listen {ports['80']};"), ("listen 443", f"listen {ports['443']}")):
        text = text.replace(before, after)
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{ports['8000']}").replace("Host $host;", "Host $http_host;")
    (folder / "accord.conf").write_text(text, encoding="utf-8")
    around = f"pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ include {folder}/accord.conf; }}\n"
    (folder / "nginx.conf").write_text(f"user root;\n{around}" if os.geteuid() == 0 else around, encoding="utf-8")


def until_answered(server: Server) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            if server.ask(f"{server.https}/health/live")[0] == 200:
                return
        except OSError:
            assert time.monotonic() < end, "nginx did not answer within a minute"
        time.sleep(0.1)


def test_the_wheel_carries_everything_that_pages_need(behind: Server) -> None:
    status, _, page = behind.ask(f"{behind.https}/sign-in/")
    assert status == 200
    for address in re.findall(r'(?:href|src)="(/assets/[^"]+)"', page):
        assert behind.ask(f"{behind.https}{address}")[0] == 200
    assert behind.ask(f"{behind.https}/help/", **{"Accept-Language": "es"})[2].count('lang="es"') >= 1


def test_http_leads_to_https_and_https_is_demanded_from_then_on(behind: Server) -> None:
    status, headers, _ = behind.ask(f"{behind.http}/help/")
    assert (status, headers["Location"]) == (301, f"{behind.https}/help/")
    _, headers, _ = behind.ask(f"{behind.https}/sign-in/")
    assert "max-age=" in headers["Strict-Transport-Security"]
    assert "; Secure" in headers["Set-Cookie"]
    assert headers["Server"] == "nginx", "no version is told"


def test_a_visitor_cannot_say_that_she_is_somebody_else(behind: Server) -> None:
    before = (behind.home / "log").read_text()
    behind.ask(f"{behind.https}/help/", **{"X-Forwarded-For": SPOOFED, "X-Forwarded-Proto": "http"})
    written = (behind.home / "log").read_text().removeprefix(before)
    assert '"ip": "127.0.0.1"' in written
    assert SPOOFED not in written


def test_what_is_too_large_does_not_reach_the_server(behind: Server) -> None:
    form = {"Content-Type": "application/octet-stream", "Content-Length": str(65 * 1024**2)}
    assert behind.ask(f"{behind.https}/sign-in/", data=b"x", **form)[0] == 413


def test_no_log_holds_an_address_with_a_secret(behind: Server) -> None:
    assert behind.ask(f"{behind.https}/activate/{SECRET}")[0] == 410
    assert behind.ask(f"{behind.http}/activate/{SECRET}")[0] == 301
    logs = [*behind.nginx.glob("*.log"), behind.home / "log"]
    assert len(logs) >= 3
    assert [log.name for log in logs if SECRET in log.read_text(errors="replace")] == []


def test_the_first_steps_of_the_page_are_there(behind: Server) -> None:
    said = behind.run("user", "create", "--given", "Inés", "--email", "ines@example.org", "--secretariat")
    assert "/activate/" in said
    assert "sound" in behind.run("record", "verify")


def test_systemd_reads_the_units(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    assert verify, "this test needs systemd-analyze: apt-get install systemd"
    for unit in (ROOT / "deploy" / "systemd").iterdir():
        # The program and the user are not on this machine; everything else is read as it stands.
        text = unit.read_text(encoding="utf-8").replace("/opt/accord/bin/accord", "/bin/true")
        (tmp_path / unit.name).write_text(re.sub(r"(?m)^(?:User|Group)=accord\n", "", text), encoding="utf-8")
    read = subprocess.run(
        [verify, "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=False, cwd="/"
    )
    assert (read.returncode, read.stderr.replace(str(tmp_path), "")) == (0, "")
