"""Fills an installation for benchmarks.load and prints, as JSON, its home, the sessions of its people and their files.

python -m benchmarks.crowd
"""

import base64
import json
import os
import sys

from benchmarks import text_page

# isort: split
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from tests.factories.people import account, make_actor, sent_for, world

from accord.kernel.actor import Actor
from accord.library.models import LanguageVersion

SIGNING_IN = 6


def main() -> int:
    """Fill and print."""
    call_command("migrate", verbosity=0)
    plan = world(codes=text_page.CODES)
    text_page.fill(plan)
    front = {"chair": plan.chair, "vice_chair": plan.vice_chair, "secretariat": plan.secretariat}
    names = [f"visitor.{number}" for number in range(SIGNING_IN)]
    for name in names:
        make_actor(name)
    crowd = {
        "home": os.environ["ACCORD_HOME"],
        "cookie": settings.SESSION_COOKIE_NAME,
        "front": [session(actor) for actor in front.values()],
        "focal_points": {code: session(actor) for code, actor in plan.focal_points.items()},
        "experts": [session(actor) for actor in plan.experts.values()],
        "files": {code: base64.b64encode(text_page.document_of(code)).decode() for code in text_page.CODES[:8]},
        "document": LanguageVersion.objects.values_list("pk", flat=True).first(),
        "accounts": {name: sent_for("eleven blue herons", name) for name in names},
    }
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What a server that has been there for a minute knows of its tables (autovacuum).
            cursor.execute("ANALYZE")
    connection.close()
    print(json.dumps(crowd))
    return 0


def session(actor: Actor) -> str:
    """Sign the actor in and return the key of her session."""
    client = Client()
    client.force_login(account(actor))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    sys.exit(main())
