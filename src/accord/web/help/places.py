"""Where the help link of each page leads: the guide of the reader's role, at the section that fits the page."""

from typing import Final

from django.urls import reverse

from accord.web.help.guides import GUIDES, guide

OF_ROLE: Final = {
    "chair": "chair",
    "vice_chair": "chair",
    "secretariat": "secretariat",
    "focal_point": "focal-point",
    "away": "focal-point",
    "expert": "expert",
}
"""The guide that each role in a group reads."""

PUBLISH, DOCUMENTS = ("publish", "documents"), ("documents", "publish")
SPEAKS = ("hand-over", "acting")
OF_PAGE: Final[dict[str, tuple[str, ...]]] = {
    "home": ("overview",),
    "overview": ("overview",),
    "text": ("text",),
    "round-text": ("text",),
    "proposal": ("take",),
    "amend": ("here", "take"),
    "draft": ("here", "send"),
    "check": ("send",),
    "sent": ("receipt",),
    "withdraw": ("replace",),
    "rounds": ("round", "take"),
    "round": ("round", "take"),
    "schedule-round": ("round",),
    "move-close": ("close",),
    "round-rule": ("round-rules",),
    "internal-deadline": ("capital",),
    "lodge": ("paper",),
    "lodging": ("lodged",),
    "compilation": ("compile", "compiled"),
    "outputs": ("outputs",),
    "revision-upload": ("by-word", "revision"),
    "revision-assign": ("by-word", "revision"),
    "revision-questions": ("by-word", "revision"),
    "question": ("merged",),
    "changes": ("changes", "documents"),
    "revision": ("revision", "board"),
    "place": ("stand", "positions"),
    "side": ("text",),
    "screen": ("screen", "board", "stand", "positions"),
    "board": ("board", "stand", "positions"),
    "board-sheet": ("board", "stand", "positions"),
    "documents": DOCUMENTS,
    "document": DOCUMENTS,
    "document-new": PUBLISH,
    "document-folder": PUBLISH,
    "document-version-new": PUBLISH,
    "document-language-new": PUBLISH,
    "dispatch": ("dispatch",),
    "customs": ("customs",),
    "silence": ("silence",),
    "silence-open": ("silence",),
    "delegations": ("delegations", "write"),
    "seat": ("delegations",),
    "appoint": ("delegations",),
    "delegation": SPEAKS,
    "hand-over": SPEAKS,
    "acting": SPEAKS,
    "end": SPEAKS,
    "experts": ("room",),
    "admit": ("room",),
    "remove": ("room",),
    "officers": ("officers",),
    "end-office": ("officers",),
    "addressees": ("addressees",),
    "meetings": ("meetings",),
    "calendar": ("calendar", "meetings"),
    "translation": ("translations",),
    "meeting-new": ("meetings",),
    "record": ("record",),
    "convene": ("convene",),
    "persons": ("persons",),
    "person-new": ("persons",),
    "failed": ("failed",),
    "sign-in": ("sign-in",),
    "sign-in-code": ("second-step",),
    "activate": ("sign-in",),
    "account": ("clock",),
    "change-password": ("password",),
    "second-step": ("second-step",),
    "second-step-on": ("second-step",),
    "second-step-off": ("second-step",),
    "recovery-codes": ("second-step",),
    "sign-in-passkey": ("second-step",),
    "passkeys": ("second-step",),
    "passkey-new": ("second-step",),
    "sessions": ("sessions",),
    "support": ("support",),
    "support-sent": ("support",),
}
"""The sections that fit a page, the first that the reader's guide has; a page that is not here has the whole guide."""


def help_for(page: str, role: str, language: str) -> str:
    """Return the address of the help for a page (its name), for a role in a group ("" outside one)."""
    wanted = OF_PAGE.get(page, ())
    if role in OF_ROLE:
        return _at(OF_ROLE[role], wanted, language) or reverse("guide", kwargs={"guide": OF_ROLE[role]})
    # Outside a group: what holds for everybody stands in each reader's own guide, what is for staff in theirs.
    for name in ("everybody", "staff"):
        if found := _at(name, wanted, language):
            return f"{reverse('help')}#{found.partition('#')[2]}" if name == "everybody" else found
    return reverse("help")


def main_guide(roles: set[str], *, staff: bool) -> str:
    """Return the guide that a reader with these roles opens first."""
    return next((OF_ROLE[role] for role in OF_ROLE if role in roles), "staff" if staff else "everybody")


def others(name: str, language: str) -> list[tuple[str, str, bool]]:
    """Return every guide as (address, title, whether it is this one), for the way from one to another."""
    return [(reverse("guide", kwargs={"guide": each}), guide(each, language).title, each == name) for each in GUIDES]


def _at(name: str, wanted: tuple[str, ...], language: str) -> str:
    """Return the address of the first of these sections that the guide has; nothing when it has none."""
    has = {section.key for section in guide(name, language).sections}
    found = next((key for key in wanted if key in has), "")
    return f"{reverse('guide', kwargs={'guide': name})}#{found}" if found else ""
