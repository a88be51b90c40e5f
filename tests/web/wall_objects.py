"""Objects of the pages over results for the tests of every address (tests/architecture/address_parts.py)."""

from __future__ import annotations

from monitoring.definitions.models import StoredDefinition
from monitoring.results.models import DistrictGap, DualRun, Run, StateGap
from tests.districts.cast import Tenant
from tests.web.stored_state import LAST


def gap_within(tenant: Tenant) -> DistrictGap:
    """A gap within the district. The cast's districts have too few schools for one: lend them another's."""
    named = {"school_year": LAST, "window": "1", "measure": "T_EXP_LT3", "group": "low_income", "scope": "district"}
    gap = DistrictGap.objects.filter(district=tenant.district, **named).first()
    if gap is None:
        gap = DistrictGap.objects.filter(**named)[0]
        gap.pk, gap.district, gap.partition = None, tenant.district, tenant.org_code
        gap.save(force_insert=True)
    return gap


# Words: the same for every tenant, in years and measures that all of them have.
def version_of(tenant: Tenant) -> int:
    """A draft of the agency's, and dual runs: shared by all, and nobody else's to see."""
    measure = "T_EXP_LT3"  # as PARTS has it
    found = StoredDefinition.objects.filter(measure=measure, state="draft").first()
    if found is None:
        drafts = StoredDefinition.objects.filter(measure=measure, version=1)
        found = drafts[0]
        found.pk, found.version, found.state, found.was_active = None, 2, "draft", False
        found.save(force_insert=True)
        for version in (1, 2):
            DualRun.objects.create(measure=measure, version=version, asked_by="Ann")
    return found.version


PARTS = {
    "state-definition.version": version_of,
    "state-change-definition.version": version_of,
    "state-definition-step.version": version_of,
    "state-definition-evidence.version": version_of,
    "state-dual-run.version": version_of,
    "state-dual-run-status.version": version_of,
    "year": lambda tenant: LAST,
    "window": lambda tenant: "1",
    "measure": lambda tenant: "T_EXP_LT3",
    "group": lambda tenant: "low_income",
    "district-gap.group": lambda tenant: gap_within(tenant).group,
    "state-district-gap.group": lambda tenant: gap_within(tenant).group,
    "method": lambda tenant: "Q",
    "scope": lambda tenant: "state",
    "partition": lambda tenant: StateGap.objects.filter(method="Q", scope="state").values_list("partition", flat=True)[
        0
    ],
    "number": lambda tenant: Run.objects.values_list("number", flat=True)[0],
}
