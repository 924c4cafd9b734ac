"""The file that is handed out: Word lets nobody edit it without tracking (pitfall 17)."""

from typing import Final

from redline.opc import Package, read_package
from redline.oxml.names import W, w
from redline.oxml.order import SETTINGS, insert_in_order

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
_EMPTY: Final = f'<w:settings xmlns:w="{W}"/>'.encode()


def protect(data: bytes) -> bytes:
    """Return the file with tracking on and enforced (w:trackRevisions; w:documentProtection, §17.15.1.29).

    The protection carries no password: it keeps people from forgetting, not from cheating. That nothing was edited
    untracked is proved by comparing with the base. BadFile when the bytes are not a readable Word document.

    >>> from redline.render.example import BASE
    >>> from redline.opc import read_package
    >>> b'w:enforcement="1"' in read_package(protect(BASE)).part("word/settings.xml")
    True
    """
    package = read_package(data)
    settings = package.edit(_settings(package))
    for name in ("trackRevisions", "documentProtection"):
        for former in settings.findall(w(name)):
            settings.remove(former)
    insert_in_order(settings, settings.makeelement(w("trackRevisions")), SETTINGS)
    protection = settings.makeelement(w("documentProtection"), {w("edit"): "trackedChanges", w("enforcement"): "1"})
    insert_in_order(settings, protection, SETTINGS)
    return package.to_bytes()


def _settings(package: Package) -> str:
    """Return the name of the settings part, made when the package has none."""
    found = package.related(package.main, "settings")
    if found:
        return found[0]
    name = package.add_part("word/settings.xml", _EMPTY, _TYPE)
    package.add_relationship(package.main, "settings", name)
    return name
