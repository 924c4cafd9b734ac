"""The house's own rules for semgrep: each catches its bad specimen and leaves the good one alone."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tools import security

# rule: (ending, bad specimens, good specimens); each is a file of its own.
SPECIMENS: dict[str, tuple[str, list[str], list[str]]] = {
    "markup-declared-safe": (
        "py",
        [
            "from django.utils.safestring import mark_safe\nshown = mark_safe(said)\n",
            "from django.utils.safestring import SafeString\nshown = SafeString(f'<b>{said}</b>')\n",
            "from django.utils.html import format_html\nshown = format_html(f'<b>{said}</b>')\n",
            "from django.utils.html import format_html\nshown = format_html(said, one)\n",
        ],
        [
            "from django.utils.html import format_html\nshown = format_html('<b>{}</b>', said)\n",
            "from django.utils.safestring import mark_safe\nshown = mark_safe(' selected')\n",
        ],
    ),
    "sql-written-with-values": (
        "py",
        [
            "cursor.execute(f'SELECT 1 FROM people_person WHERE id = {pk}')\n",
            "cursor.execute('SELECT 1 FROM people_person WHERE id = %s' % pk)\n",
            "cursor.execute('SELECT 1 FROM people_person WHERE id = ' + pk)\n",
            "cursor.execute('SELECT 1 WHERE id = {}'.format(pk), [])\n",
            "Person.objects.raw(f'SELECT * FROM people_person WHERE id = {pk}')\n",
            "Person.objects.extra(where=[said])\n",
        ],
        ["cursor.execute('SELECT 1 FROM people_person WHERE id = %s', [pk])\n"],
    ),
    "form-without-its-token": (
        "py",
        ["from django.views.decorators.csrf import csrf_exempt\n\n@csrf_exempt\ndef view(request): ...\n"],
        ["from django.views.decorators.csrf import csrf_protect\n\n@csrf_protect\ndef view(request): ...\n"],
    ),
    "code-from-data": (
        "py",
        ["eval(said)\n", "exec(said)\n", "import pickle\n", "import yaml\nyaml.load(said)\n"],
        ["import ast\nast.literal_eval(said)\n", "import json\njson.loads(said)\n"],
    ),
    "xml-read-with-open-doors": (
        "py",
        [
            "from lxml import etree\netree.XMLParser()\n",
            "from lxml import etree\netree.XMLParser(resolve_entities=False)\n",
            "from lxml import etree\netree.XMLParser(no_network=True, resolve_entities=True)\n",
            "from lxml import etree\netree.fromstring(data)\n",
            "from xml.etree import ElementTree\n",
        ],
        [
            "from lxml import etree\netree.XMLParser(resolve_entities=False, no_network=True)\n",
            "from lxml import etree\netree.fromstring(data, parser)\n",
        ],
    ),
    "program-run-through-a-shell": (
        "py",
        ["import subprocess\nsubprocess.run(said, shell=True)\n", "import os\nos.system(said)\n"],
        ["import subprocess\nsubprocess.run(['soffice', '--headless', name], check=True)\n"],
    ),
    "redirect-where-the-request-says": (
        "py",
        [
            "from django.shortcuts import redirect\nredirect(request.GET.get('next', '/'))\n",
            "from django.http import HttpResponseRedirect\nto = request.POST['next']\nHttpResponseRedirect(to)\n",
            "said = form.cleaned_data\n_see(said['next'])\n",
        ],
        ["from accord.web.returning import own_address\n_see(own_address(request, request.POST['next']))\n"],
    ),
    "request-to-another-host": (
        "py",
        ["import requests\n", "import urllib.request\n", "from http.client import HTTPSConnection\n"],
        ["from urllib.parse import urlsplit\n", "from http import HTTPStatus\n"],
    ),
    "request-written-to-the-log": (
        "py",
        [
            "logger.error('%s %s', number, request.path)\n",
            "log.info(f'asked for {request.get_full_path()}')\n",
            "self.log.warning('sent %s', request.POST)\n",
            "logger.log(level, 'said %s', form.cleaned_data)\n",
        ],
        ["logger.error('%s %s', number, request.method)\n", "math.log(request.path)\n"],
    ),
    "script-writes-markup": (
        "js",
        [
            "place.innerHTML = said;\n",
            "place.insertAdjacentHTML('beforeend', said);\n",
            "document.write(said);\n",
            "frame.srcdoc = said;\n",
        ],
        ["place.textContent = said;\n", "place.append(document.createElement('p'));\n"],
    ),
    "script-from-text": (
        "js",
        ["eval(said);\n", "new Function(said)();\n", "setTimeout('go()', 1);\n", "it.setAttribute('onclick', said);\n"],
        ["setTimeout(() => go(), 10);\n", "place.setAttribute('aria-busy', 'true');\n"],
    ),
    "script-hears-any-window": (
        "js",
        ["window.addEventListener('message', hear);\n", "other.postMessage(said, '*');\n"],
        ["worker.onmessage = hear;\n", "worker.postMessage(said);\n"],
    ),
    "page-keeps-data-in-the-browser": (
        "js",
        ["localStorage.setItem('draft', said);\n", "document.cookie = said;\n"],
        ["history.replaceState(null, '', said);\n"],
    ),
    "template-declares-safe": (
        "html",
        ["<p>{{ said|safe }}</p>\n", "{% autoescape off %}{{ said }}{% endautoescape %}\n"],
        ["<p>{{ said }}</p>\n", "<p>{{ said|linebreaks }} safe</p>\n"],
    ),
    "template-holds-script": (
        "html",
        [
            "<script>go()</script>\n",
            '<p style="color: red">no</p>\n',
            '<button type="button" onclick="go()">no</button>\n',
            '<a href="javascript:go()">no</a>\n',
            '<a href="data:text/html,go">no</a>\n',
        ],
        ['<script src="/assets/1/accord.js" defer></script>\n<p class="on">style = is a word</p>\n'],
    ),
}


def rules() -> set[str]:
    """Return the numbers of the rules as their files give them."""
    lines = [line.strip() for path in security.RULES.glob("*.yml") for line in path.read_text("utf-8").splitlines()]
    return {line.removeprefix("- id: ") for line in lines if line.startswith("- id: ")}


@pytest.fixture(scope="module")
def hits(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Return (specimen's file, rule) for everything that one run over all specimens finds."""
    folder = tmp_path_factory.mktemp("specimens")
    for rule, (ending, bad, good) in SPECIMENS.items():
        for kind, texts in (("bad", bad), ("good", good)):
            for number, text in enumerate(texts):
                (folder / f"{rule}.{kind}.{number}.{ending}").write_text(text, encoding="utf-8")
    call = [*security.semgrep_call(), "--json", "."]
    done = subprocess.run(call, cwd=folder, env=security.semgrep_home(), capture_output=True, text=True, check=False)
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["errors"] == []
    return {(Path(each["path"]).name, each["check_id"].rsplit(".", 1)[-1]) for each in said["results"]}


def test_every_rule_has_its_specimens() -> None:
    assert rules() == set(SPECIMENS)


@pytest.mark.parametrize("rule", SPECIMENS)
def test_a_rule_catches_the_bad_and_passes_the_good(hits: set[tuple[str, str]], rule: str) -> None:
    ending, bad, good = SPECIMENS[rule]
    caught = {name for name, by in hits if by == rule}
    assert caught & {f"{rule}.bad.{n}.{ending}" for n in range(len(bad))} == {
        f"{rule}.bad.{n}.{ending}" for n in range(len(bad))
    }
    assert caught & {f"{rule}.good.{n}.{ending}" for n in range(len(good))} == set()


def test_a_service_out_of_reach_is_not_taken_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "answer", lambda _call: None)
    assert security.audit() == security.NOT_ASKED
    # pip-audit says "no known vulnerabilities" of what its service has never heard of.
    unknown = {"name": "uv", "skip_reason": "Dependency not found on PyPI"}
    monkeypatch.setattr(security, "answer", lambda _call: {"dependencies": [unknown], "vulnerabilities": {}})
    assert security.audit() == security.NOT_ASKED


def test_a_known_vulnerability_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = {"dependencies": [{"name": "uv", "version": "1", "vulns": []}], "vulnerabilities": {}}
    monkeypatch.setattr(security, "answer", lambda _call: clean)
    assert security.audit() == 0
    known = {"name": "uv", "version": "1", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"]}]}
    monkeypatch.setattr(security, "answer", lambda _call: clean | {"dependencies": [known]})
    assert security.audit() == security.FOUND
    monkeypatch.setattr(security, "ACCEPTED", {"CVE-1": "a reason"})
    assert security.audit() == 0
    advisory = {"uv": {"via": ["another", {"url": "https://example.org/GHSA-1"}]}}
    monkeypatch.setattr(security, "answer", lambda _call: clean | {"vulnerabilities": advisory})
    assert security.audit() == security.FOUND


def test_no_exception_is_without_its_reason() -> None:
    bare = [
        f"{path.relative_to(security.ROOT)}:{number}"
        for folder in ("src", "benchmarks", "tools")
        for path in (security.ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search("# (nosec|nosemgrep)", line) and not re.search(r"( -- |# nosec [B0-9 ]+# )[a-z][a-z']+ ", line)
    ]
    assert bare == []
