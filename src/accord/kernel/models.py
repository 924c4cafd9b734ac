"""What the kernel keeps: the record's entries, bodies, tree and checkpoints; stored files; jobs."""

import json
from typing import Any

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One act in the append-only record; `metadata` is the canonical JSON that the tree's leaf is made of."""

    index = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=6)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    scope = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    metadata = models.TextField()

    class Meta:
        ordering = ["index"]
        indexes = [
            models.Index(fields=["scope", "index"], name="entry_scope"),
            models.Index(fields=["subject", "kind", "index"], name="entry_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.kind} {self.subject}"

    @property
    def data(self) -> dict[str, Any]:
        """Return the fact's data, from the canonical metadata."""
        data: dict[str, Any] = json.loads(self.metadata)["data"]
        return data


class Body(models.Model):
    """The erasable words of an entry, with the salt of their commitment; both are gone after a lawful erasure."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="body")
    salt = models.BinaryField(null=True)
    data = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"body of {self.entry_id}"


class Node(models.Model):
    """The hash of a complete subtree of 2**level leaves, so that an append costs O(log n) (RFC 6962 section 2.1)."""

    level = models.PositiveSmallIntegerField()
    position = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "position"], name="node_place")]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class Checkpoint(models.Model):
    """A signed statement of the record's size and root that was given out (C2SP tlog-checkpoint)."""

    size = models.PositiveBigIntegerField(primary_key=True)
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class StoredFile(models.Model):
    """A file kept by the SHA-256 of its bytes, where ACCORD_FILES says."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class Job(models.Model):
    """One piece of work for the worker: queued, running under a lease, done, or dead after too many attempts."""

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=7, default="queued")
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    error = models.TextField(default="")
    recurring = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="job_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["queued", "running", "done", "dead"]), name="job_state"),
            # A recurring job waits or runs at most once.
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(recurring=True, state__in=["queued", "running"]),
                name="job_recurring_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
