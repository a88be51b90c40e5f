"""The ORM half of the wall: a queryset that does nothing outside a scope.

It fails closed by allow-list: every public method of Django's QuerySet is guarded unless it stands in HARMLESS, so a
method that a later Django adds is guarded from its first day.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.query import RawQuerySet

from .scope import DATABASE, OutsideScope, Scope, current_scope

M = TypeVar("M", bound=models.Model)

# What describes a queryset, or makes one that can never hold a row.
HARMLESS = frozenset({"as_manager", "none", "db", "query", "ordered"})


def guarded_names() -> list[str]:
    """Every public method of QuerySet that must not work outside a scope."""
    public = [name for name in dir(models.QuerySet) if not name.startswith("_") and name not in HARMLESS]
    return [name for name in public if callable(getattr(models.QuerySet, name))]


def is_reachable(model: type[models.Model], scope: Scope | None) -> bool:
    """A person's or token's scope opens only the models that name a column for it in `wall_doors`."""
    return scope is not None and (not scope.reads_only or scope.kind in model.wall_doors)  # type: ignore[attr-defined]


class TenantQuerySet(models.QuerySet[M]):
    """Belongs to the scope it was made in, and refuses to work in any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scope = current_scope()

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._scope = self._scope
        return clone

    def require_scope(self, what: str, *, to_write: bool = False) -> Scope:
        """The scope this queryset may work in; raises OutsideScope otherwise."""
        scope, name = current_scope(), self.model._meta.label
        if scope is None or not is_reachable(self.model, scope):
            raise OutsideScope(f"{name}.{what}: open in_district or in_state first", what)
        if scope != self._scope:
            raise OutsideScope(f"{name}.{what}: this queryset was made in another scope; make it where it is used")
        if self.db != DATABASE:
            raise OutsideScope(f"{name}.{what}: tenants' rows are reached through the {DATABASE!r} login only")
        if to_write and scope.reads_only:
            raise OutsideScope(f"{name}.{what}: a {scope.kind} scope reads only")
        return scope

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self.require_scope("fetch")
        super()._fetch_all()

    def _iterator(self, *args: Any) -> Iterator[M]:
        self.require_scope("iterator")
        yield from super()._iterator(*args)  # type: ignore[misc]

    def _insert(self, objs: Sequence[M], *args: Any, **kwargs: Any) -> Any:
        scope = self.require_scope("insert", to_write=True)
        for row in objs:
            refuse_other_district(row, scope)
        return super()._insert(objs, *args, **kwargs)  # type: ignore[misc]

    def _update(self, values: Iterable[Any]) -> int:
        return super(TenantQuerySet, self._writable("save"))._update(values)  # type: ignore[misc]

    def _raw_delete(self, using: str | None) -> int:
        return super(TenantQuerySet, self._writable("delete"))._raw_delete(using)

    def update(self, **values: Any) -> int:
        scope = self.require_scope("update", to_write=True)
        if scope.is_confined and {"district", "district_id"} & values.keys():
            raise OutsideScope(f"{self.model._meta.label}: rows do not change hands")
        return super(TenantQuerySet, self._writable("update")).update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        return super(TenantQuerySet, self._writable("delete")).delete()

    def raw(self, *args: Any, **kwargs: Any) -> "TenantRawQuerySet":
        self.require_scope("raw")
        plain: Any = super().raw(*args, **kwargs)
        return TenantRawQuerySet(plain.raw_query, self.model, None, plain.params, plain.translations, self.db)

    # As on Django's own: templates do not call what alters data, managers have no delete().
    update.alters_data = delete.alters_data = delete.queryset_only = True  # type: ignore[attr-defined]

    def _writable(self, what: str) -> Self:
        """In the state's scope other tenants' rows are readable; a write is narrowed to the agency's own."""
        scope = self.require_scope(what, to_write=True)
        return self.filter(district_id=scope.district_id) if scope.kind == "state" else self


class TenantRawQuerySet(RawQuerySet):  # type: ignore[type-arg]  # not subscriptable when it runs
    """The rows of `raw()`: fetched in the scope they were asked for in, or not at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scope = current_scope()

    def iterator(self) -> Iterator[Any]:
        if self._scope is None or self._scope != current_scope():
            raise OutsideScope("raw: open in_district or in_state first")
        return super().iterator()


def refuse_other_district(row: models.Model, scope: Scope | None) -> None:
    district_id = getattr(row, "district_id", None)
    if district_id is None:
        raise OutsideScope(f"{row._meta.label}: say which district the row belongs to")
    if scope is None or (scope.is_confined and district_id != scope.district_id):
        raise OutsideScope(f"{row._meta.label}: a row of district {district_id} cannot be written in {scope}")


def _guard(name: str) -> Callable[..., Any]:
    original = getattr(models.QuerySet, name)

    @wraps(original)
    def guarded(self: TenantQuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        self.require_scope(name)
        return original(self, *args, **kwargs)

    return guarded


for _name in guarded_names():
    if _name not in vars(TenantQuerySet):
        setattr(TenantQuerySet, _name, _guard(_name))


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """Rows of the current scope: one tenant's, all (worker; state, where the model is open to it), or those a door
    opens (person, token).
    """

    def all(self) -> TenantQuerySet[Any]:
        return self.get_queryset().all()

    def get_queryset(self) -> TenantQuerySet[Any]:
        rows = super().get_queryset()
        scope = current_scope()
        if scope is None or not is_reachable(self.model, scope):
            return rows  # every method of it raises
        if scope.kind in ("district", "job") or (scope.kind == "state" and not self.model.open_to_state):
            return rows.filter(district_id=scope.district_id)
        if scope.reads_only:
            return rows.filter(**{self.model.wall_doors[scope.kind]: scope.key})
        return rows
