"""Tokens for programs that act for one membership."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from districts.wall import TenantModel

from .membership import Membership


class ApiToken(TenantModel):
    """Shown once when issued, kept as a hash. Carries the rights of its membership, in its district, and no more."""

    wall_doors: ClassVar[dict[str, str]] = {"token": "token_hash"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, db_index=True)
    hint = models.CharField(max_length=8)
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)  # the day is enough to find what nobody uses any more
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["district", "token_hash"], name="districts_apitoken_hash")]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()
