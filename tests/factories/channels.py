"""Rows of what went out officially and of a silence procedure, one of each table, for tests of how they are kept."""

from datetime import timedelta
from typing import Any

from django.db.models import Model

from accord.kernel import clocks, storage
from accord.mailings.models import Addressee, Attachment
from accord.negotiation import actions
from accord.negotiation.models import Dispatch, DispatchLetter, RoundBase, Silence, SilenceAnswer, SilenceNotice
from accord.people.models import Delegation
from tests.factories.letters import refused_letter
from tests.factories.negotiation import Negotiation


def one_of_channels(base: RoundBase, other: Delegation) -> dict[str, Model]:
    """Return one row of each table about the version of a round, another delegation being written to."""
    now, version, group = clocks.now(), base.round.version, base.round.group
    said = {"name": "Mission", "email": "mission@example.org", "language": "en", "since": now}
    addressee = Addressee.objects.create(group=group, party=other.party, **said)
    letter = refused_letter(None, message_id="<channels.1@example.org>")
    Attachment.objects.create(letter=letter, file=storage.keep(b"the document"), filename="Matriz.docx")
    sent = Dispatch.objects.create(version=version, group=group, note="For action.", sent_at=now, sent_by="Chair")
    silence = Silence.objects.create(
        group=group,
        version=version,
        number=1,
        texts={base.language: base.sha256},
        text_sha256=base.sha256,
        question="May it go out?",
        opens_at=now,
        expires_at=now + timedelta(hours=72),
        zone="America/New_York",
        opened_by="Chair",
    )
    told = refused_letter(None, message_id="<channels.2@example.org>")
    about = {"silence": silence, "delegation": other}
    return {
        "dispatch": sent,
        "dispatchletter": DispatchLetter.objects.create(
            dispatch=sent, addressee=addressee, letter=letter, language="en"
        ),
        "silence": silence,
        "silencenotice": SilenceNotice.objects.create(**about, letter=told),
        "silenceanswer": SilenceAnswer.objects.create(**about, kind="objected", words="No.", at=now, by="BR"),
    }


def channels_of(plan: Negotiation) -> dict[str, dict[str, Any]]:
    """Have a silence procedure opened on a round's version; return what the addresses of these pages name."""
    rules = actions.BodyCustoms(silence=True, silence_rule="Article 12")
    given: dict[str, Any] = {"actor": plan.world.chair, "now": clocks.now()}
    actions.set_customs(**given, group=plan.world.group, customs=rules)
    ends = clocks.now() + timedelta(hours=80)
    row = actions.open_silence(**given, version=plan.version, expires_at=ends, question="May it go out?")
    return {
        **{name: {"version": plan.version.pk} for name in ("dispatch", "silence-open")},
        **{name: {"number": row.number} for name in ("silence", "silence-answer", "silence-cancel")},
        "side": {"number": plan.round.number, "language": "en", "other": "es"},
    }
