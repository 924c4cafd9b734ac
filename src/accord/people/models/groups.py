"""Groups, those who preside over and serve them, and the formal meetings of their bodies."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accord.people.models.persons import check_zone


def four_languages() -> list[str]:
    """Return the languages a group works in unless told otherwise."""
    return ["en", "es", "fr", "pt"]


class Group(models.Model):
    """A working group: at two levels (delegations, and each with its capital), or plain."""

    class Kind(models.TextChoices):
        """How the group works."""

        TWO_LEVEL = "two_level", _("negotiation at two levels")
        PLAIN = "plain", _("plain group")

    slug = models.SlugField(max_length=60, unique=True)
    body = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TWO_LEVEL)
    official_zone = models.CharField(max_length=64, validators=[check_zone])
    # What the official clock is called ("Washington"); empty means the city of its zone.
    official_place = models.CharField(max_length=80, blank=True, default="")
    languages = models.JSONField(default=four_languages)
    convened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["two_level", "plain"]), name="group_kind"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="group_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """One person's service as Chair, Vice-Chair or member of the Technical Secretariat of a group."""

    class Role(models.TextChoices):
        """The offices of a group."""

        CHAIR = "chair", _("Chair")
        VICE_CHAIR = "vice_chair", _("Vice-Chair")
        SECRETARIAT = "secretariat", _("Technical Secretariat")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="offices")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["group"], condition=Q(role="chair", until__isnull=True), name="one_chair_per_group"
            ),
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(until__isnull=True), name="one_office_per_person"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="office_ends_later"
            ),
            models.CheckConstraint(condition=Q(role__in=["chair", "vice_chair", "secretariat"]), name="office_role"),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person_id}"


class FormalMeeting(models.Model):
    """A numbered meeting of the body, where alone a text can be approved (O19)."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True, default="")
    opens_on = models.DateField()
    closes_on = models.DateField()
    zone = models.CharField(max_length=64, validators=[check_zone])

    class Meta:
        ordering = ("opens_on", "number")
        constraints = (
            models.UniqueConstraint(fields=["group", "number"], name="one_meeting_per_number"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="meeting_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(number__gte=1), name="meeting_numbers_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}".strip(" .") or str(self.number)
