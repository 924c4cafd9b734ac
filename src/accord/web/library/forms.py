"""What Chair and Secretariat fill in to publish: the classification, a further version, a further language, a name."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accord.library.queries import DISTRIBUTIONS, Shelf
from accord.web.templatetags.accord import language_name

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# The six languages of the United Nations, then those of the regional organisations.
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh", "de", "ht", "it", "nl", "sw")


class FileForm(forms.Form):
    """A file to publish; `held` names one that was sent before and waits, so that it need not be sent again."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word (.docx) or PDF, at most 60 MB. You may drop it here."),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf"}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Choose the file again."),
        },
    )
    held = forms.IntegerField(required=False, widget=forms.HiddenInput)
    settle = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("held")

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Refuse a file beyond the limit before anything reads it."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file is not None and (file.size or 0) > settings.ACCORD_UPLOAD_LIMIT:
            raise forms.ValidationError(_("This file is too large. Send one of at most 60 MB."), code="too_large")
        return file

    def upload(self) -> tuple[str, bytes] | None:
        """Return the name and the bytes of the file that was sent with this form, if one was."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        return (file.name or "", file.read()) if file is not None else None


def languages(first: Iterable[str]) -> list[tuple[str, str]]:
    """Return the languages to choose from: those the group works in, then the others, each by its name."""
    own = list(first)
    return [(code, capfirst(language_name(code))) for code in [*own, *(code for code in LANGUAGES if code not in own)]]


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class DocumentForm(FileForm):
    """The official classification of a new document, and its first file."""

    folder = forms.ChoiceField(label=_("Folder"), widget=forms.RadioSelect)
    symbol = forms.CharField(
        label=_("Symbol"),
        max_length=80,
        required=False,
        help_text=_("As on the masthead, such as GT/PLAN/doc.4/26. A base document must have one."),
    )
    title = forms.CharField(label=_("Title"), max_length=300)
    distribution = forms.ChoiceField(
        label=_("Distribution"),
        choices=DISTRIBUTIONS,
        initial="limited",
        help_text=_("Restricted documents are not shown to the experts in the capitals."),
    )
    original_language = forms.ChoiceField(label=_("Original language"))
    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    language = forms.ChoiceField(label=_("Language of this file"))

    def offer(self, shelves: Iterable[Shelf], own_languages: Iterable[str]) -> None:
        """Offer the group's folders by their own names, and its languages first."""
        _choose(self, "folder", [(shelf.folder, shelf.name) for shelf in shelves])
        for name in ("original_language", "language"):
            _choose(self, name, languages(own_languages))


class VersionForm(FileForm):
    """A further version of a document, and its first file."""

    label = forms.CharField(label=_("Version"), max_length=24, help_text=_("Such as Rev.1, Add.2 or Corr.1."))
    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    language = forms.ChoiceField(label=_("Language of this file"))

    def offer(self, own_languages: Iterable[str]) -> None:
        """Offer the group's languages first."""
        _choose(self, "language", languages(own_languages))


class LanguageForm(FileForm):
    """One more language of a version."""

    language = forms.ChoiceField(label=_("Language of this file"))
    title = forms.CharField(label=_("Title in this language"), max_length=300, required=False)

    def offer(self, own_languages: Iterable[str], taken: Iterable[str]) -> None:
        """Offer the languages that the version does not have yet."""
        there = set(taken)
        _choose(self, "language", [each for each in languages(own_languages) if each[0] not in there])


class FolderForm(forms.Form):
    """The name of the folder of the base document."""

    name = forms.CharField(label=_("Name of the folder"), max_length=120)
