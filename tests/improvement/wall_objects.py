"""Objects of this room for the tests of every address (tests/architecture/address_parts.py)."""

from __future__ import annotations

import datetime as dt

from monitoring.improvement.models import (
    Adoption,
    AdoptionStep,
    Cause,
    Claim,
    Evidence,
    EvidenceFile,
    GapStudy,
    NamedCause,
    OwnStrategy,
    OwnStrategyVersion,
    Progress,
    Resource,
    Strategy,
)
from monitoring.intake import files
from tests.districts.cast import Tenant

KEY = "early-hiring"
CAUSE = "working-conditions"
DAY = dt.date(2024, 9, 1)


def own_strategy_of(tenant: Tenant) -> OwnStrategy:
    """One that the tenant wrote; its words stand nowhere else. Numbers of tenants differ, so that none is another's."""
    made, is_new = OwnStrategy.objects.get_or_create(district=tenant.district, number=number_of(tenant))
    if is_new:
        code = tenant.org_code
        words = {"title": f"strategy of {code}", "summary": f"strategy of {code}", "loci": ["school"], "version": 1}
        OwnStrategyVersion.objects.create(
            district=tenant.district,
            own=made,
            by_name=f"Sender of {code}",
            objectives=[],
            offices=[],
            measures=[],
            **words,
        )
    return made


def adoption_of(tenant: Tenant) -> Adoption:
    """What the tenant has adopted, with an entry that the agency reads and one that it does not."""
    strategy = Strategy.objects.get(key=KEY)
    made, is_new = Adoption.objects.get_or_create(
        district=tenant.district, number=number_of(tenant), defaults={"strategy": strategy}
    )
    if is_new:
        code = tenant.org_code
        signed = {"district": tenant.district, "adoption": made, "by_name": f"Sender of {code}", "by_role": "certifier"}
        lists: dict[str, list[str]] = {"schools": [], "objectives": []}
        AdoptionStep.objects.create(number=1, stage="adopted", since=DAY, version=1, **lists, **signed)
        Progress.objects.create(number=1, day=DAY, status="on_track", text="open to the agency", **signed)
        kept = {"text": f"kept within {code}", "kept_here": True}
        Progress.objects.create(number=2, day=DAY, status="stuck", **kept, **signed)
    return made


def evidence_of(tenant: Tenant) -> EvidenceFile:
    """A file beside an entry of the tenant's log."""
    entry = Progress.objects.get(adoption=adoption_of(tenant), number=1)
    found: EvidenceFile | None = EvidenceFile.objects.filter(progress=entry).first()
    if found is None:
        code = tenant.org_code
        with files.arriving([f"evidence of {code}".encode()]) as arrival:
            kept = files.keep_original(arrival, district_id=tenant.id, kind=files.EVIDENCE)
        found = EvidenceFile.objects.create(
            district=tenant.district,
            progress=entry,
            number=1,
            file_name=f"evidence of {code}.txt",
            by_name=f"Sender of {code}",
            by_role="certifier",
            **vars(kept),
        )
    return found


def study_of(tenant: Tenant) -> GapStudy:
    """A gap that the tenant looks into, with a cause of the library, one of its own, and what it thinks and knows of
    both.
    """
    code = tenant.org_code
    signed = {"district": tenant.district, "by_name": f"Sender of {code}", "by_role": "certifier"}
    made, is_new = GapStudy.objects.get_or_create(
        district=tenant.district,
        number=number_of(tenant),
        defaults={"measure": "T_TURN", "group": "low_income", "objectives": [], **signed},
    )
    if is_new:
        named = {"title": f"cause of {code}", "text": f"kept within {code}", "kept_here": True}
        for number, of in ((number_of(tenant), {"cause": Cause.objects.get(key=CAUSE)}), (20_000, named)):
            cause = NamedCause.objects.create(number=number, **of, **signed)
            told = {"study": made, "cause": cause, "number": 1, "text": f"kept within {code}", **signed}
            Claim.objects.create(since=DAY, confidence="high", strategies=[], **told)
            Evidence.objects.create(day=DAY, kind="data", **told)
    return made


def number_of(tenant: Tenant) -> int:
    return int(tenant.org_code[:4]) + 1


ADOPTION = ("adoption", "adoption-step", "adoption-progress", "adoption-milestone", "state-district-adoption")
OWN = ("own-strategy", "write-own-strategy", "adopt-own-strategy")
STUDY = ("gap-study", "name-cause", "link-causes", "say-of-cause", "add-evidence")
PARTS = {
    "key": lambda tenant: KEY,
    "evidence_id": lambda tenant: evidence_of(tenant).pk,
    "cause.key": lambda tenant: CAUSE,
    "write-cause.key": lambda tenant: CAUSE,
    "cause": lambda tenant: study_of(tenant).number,  # the cause has the number of the gap
    **{f"{name}.number": lambda tenant: study_of(tenant).number for name in STUDY},
    "resource_id": lambda tenant: Resource.objects.all()[0].pk,
    **{f"{name}.number": lambda tenant: adoption_of(tenant).number for name in ADOPTION},
    **{f"{name}.number": lambda tenant: own_strategy_of(tenant).number for name in OWN},
}
