"""Accounts (O6-O8) and the personal links that open them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

USERNAME = RegexValidator(
    r"\A[a-z0-9](?:[a-z0-9.-]{1,28})[a-z0-9]\Z",
    _("Use 3 to 30 small letters a–z, digits, dots or dashes, beginning and ending with a letter or a digit."),
    code="username",
)


class UserNameIsForEver(Exception):  # noqa: N818  a law of the house, not a fault of the machine
    """Somebody asked for a change of user name, which nobody can make (O8)."""

    def __init__(self) -> None:
        super().__init__(_("A user name is chosen once and can never be changed, by anybody."))


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts, written in ways that leave user name and owner alone."""

    def update(self, **values: Any) -> int:
        """Refuse to touch user name or owner; anything else as usual."""
        if {"username", "person", "person_id"} & set(values):
            raise UserNameIsForEver
        return super().update(**values)

    def bulk_create(self, objs: Iterable["Account"], *args: Any, **options: Any) -> list["Account"]:
        """Create, but never over an account that exists."""
        if options.get("update_conflicts"):
            raise UserNameIsForEver
        return super().bulk_create(objs, *args, **options)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: an account is closed, never deleted, so that its user name stays that person's."""
        raise UserNameIsForEver


class AccountManager(BaseUserManager["Account"]):
    """How accounts are made and found."""

    def get_queryset(self) -> AccountQuerySet:
        """Hand out only querysets that leave user names alone, each account with its person: every page needs both."""
        return AccountQuerySet(self.model, using=self._db).select_related("person")

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        """Create an account; without a password it cannot sign in until its owner has chosen one."""
        account: Account = self.model(username=username, **fields)
        account.set_password(password)
        account.full_clean(exclude=["password", "person"])
        account.save()
        return account


class Account(AbstractBaseUser):
    """A person's own user name and password; the user name, and whose it is, are written once."""

    username = models.CharField(max_length=30, unique=True, validators=[USERNAME])
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Leave the user name as it was typed; what is not allowed is refused, not repaired."""
        return username

    def save(self, *args: Any, **options: Any) -> None:
        """Save, unless that would change the user name or its owner (O8)."""
        if self.pk is not None:
            written = Account.objects.filter(pk=self.pk).values_list("username", "person_id").first()
            if written is not None and written != (self.username, self.person_id):
                raise UserNameIsForEver
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> tuple[int, dict[str, int]]:
        """Refuse: an account is closed, never deleted, so that its user name stays that person's."""
        raise UserNameIsForEver


class LinkToken(models.Model):
    """A personal link: 256 random bits of which only the SHA-256 is kept (security.md section 4)."""

    sha256 = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("issued_at")), name="link_expires_later"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
