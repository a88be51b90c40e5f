"""The base of every model whose rows belong to one tenant."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.signals import class_prepared
from django.dispatch import receiver

from .querysets import TenantManager, refuse_other_district
from .scope import current_scope


class TenantModel(models.Model):
    """A row of one district (or of the state agency), unreachable outside a scope.

    Its migration calls `protect(table)`; unique constraints start with `district`; keys between tenant tables are made
    composite with `same_district(...)`. `wall_doors` names the column by which a person or token finds its own rows
    before the tenant is known, e.g. {"person": "person_id"}; the table then needs a policy for it
    (`protect(doors=...)`). `open_to_state`: in the state's scope every tenant's rows are read, not the agency's alone
    (`protect(open_to_state=True)`).
    """

    wall_doors: ClassVar[dict[str, str]] = {}
    open_to_state: ClassVar[bool] = False

    district = models.ForeignKey("districts.District", on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_other_district(self, current_scope())
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_other_district(self, current_scope())
        return super().delete(*args, **kwargs)


@receiver(class_prepared)
def _guard_all_managers(sender: type[models.Model], **kwargs: Any) -> None:
    """Django asks the first base class for the manager underneath, which may be another: leave it no choice."""
    if issubclass(sender, TenantModel):
        for name in ("base_manager", "default_manager"):
            setattr(sender._meta, f"{name}_name", "objects")
            sender._meta.__dict__.pop(name, None)
