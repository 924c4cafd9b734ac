"""Who may read a text: whoever may read the file it was read from."""

from django.db.models import Q

from accord.kernel.actor import Actor
from accord.kernel.policy import Rule
from accord.library.models import LanguageVersion
from accord.library.policy import LANGUAGE_VERSION_READABLE
from accord.texts.models import Text


def _readable(actor: Actor) -> Q:
    files = LANGUAGE_VERSION_READABLE.filter(actor, LanguageVersion.objects.all())
    return Q(language_version__in=files.values("pk"))


TEXT_READABLE = Rule("may read the text", Text, _readable)
