"""Invitations: the only way in."""

from django.db import models
from django.utils import timezone

from districts.roles import role_title
from districts.wall import TenantModel


class Invitation(TenantModel):
    """An open, accepted or withdrawn invitation to a role. The link is signed and mailed; it is not stored."""

    email = models.EmailField()
    role = models.CharField(max_length=32)
    school = models.ForeignKey("districts.School", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invited_by = models.CharField(max_length=150)
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="districts_invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.role}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    @property
    def role_title(self) -> str:
        return role_title(self.role)
