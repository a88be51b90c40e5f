"""Roles as data: who sees and does what, and which of it is enforced so far.

A role that is not enforced yet can be read about, but not given, and grants nothing: it is enforced when its room
comes.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Tenants(StrEnum):
    """In which kind of tenant a role can be held."""

    DISTRICT = "district"
    AGENCY = "agency"
    BOTH = "both"
    NONE = "none"


class NamesRole(Protocol):
    role: str


class HasRole(NamesRole, Protocol):
    active: bool


@dataclass(frozen=True)
class Role:
    """One row of the table of roles. `permissions` are the strings that views declare with `needs(...)`."""

    id: str
    title: str
    tenants: Tenants
    scope: str
    sees: str
    does: str
    never: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    enforced: bool = False
    needs_mfa: bool = False


PERMISSIONS = {
    "figures.view": "See all figures of the district",
    "school.view": "See a school's figures",
    "upload.view": "See uploads and what the checks found",
    "upload.create": "Upload files",
    "mapping.save": "Say what the headings of the district's own exports hold",
    "mapping.decide": "Confirm or decline a proposed reading of any file's columns",
    "collection.explain": "Explain what the checks found in a collection",
    "collection.submit": "Submit a collection to the certifier",
    "collection.certify": "Certify a collection",
    "collection.withdraw": "Withdraw a collection that was submitted or certified",
    "collection.estimate": "Say how long a collection took the district",
    "collection.accept": "Accept a certified collection, or return it",
    "collection.window": "Open an edit window, and set the dates of collections",
    "collection.remind": "Remind a district of a collection",
    "staff.resolve": "Resolve what several districts report of the same person",
    "reminders.choose": "Turn reminders of collections on or off",
    "definition.draft": "Draft definitions of measures, and put evidence on record",
    "definition.decide": "Check, activate and retire definitions of measures",
    "people.invite": "Invite people and end their access",
    "audit.view": "See who did what",
    "tokens.manage": "Issue and withdraw one's own API tokens",
    "state.view": "See all districts and the state's figures",
    "strategies.view": "See which strategies the district considers and has adopted, and how it gets on",
    "strategies.adopt": "Adopt strategies, and log progress with them",
    "catalogue.keep": "Write the catalogue of strategies",
    "uptake.view": "See which strategies districts have adopted",
    "support.note": "Note how the agency has supported a district's evaluation system",
}

_ROLES = (
    Role(
        id="district_admin",
        title="Administrator",
        tenants=Tenants.BOTH,
        scope="own district, or the agency's own people",
        sees="all of the district's data, its support signals, comparable districts' public values",
        does="invites people, sets local groups, approves sharing, accepts or declines offers, replies",
        never="other districts' unpublished data",
        permissions=frozenset(
            {"figures.view", "school.view", "upload.view", "people.invite", "audit.view", "tokens.manage"}
            | {"reminders.choose", "strategies.view", "strategies.adopt"}
        ),
        enforced=True,
        needs_mfa=True,
    ),
    Role(
        id="district_steward",
        title="Data steward",
        tenants=Tenants.DISTRICT,
        scope="own district",
        sees="uploads, what the checks found, row data",
        does="transmits, validates, corrects, submits",
        never="certifies, unless also a certifier",
        permissions=frozenset(
            {"figures.view", "school.view", "upload.view", "upload.create", "mapping.save", "tokens.manage"}
            | {"collection.explain", "collection.submit", "collection.withdraw", "collection.estimate"}
            | {"strategies.view"}
        ),
        enforced=True,
    ),
    Role(
        id="certifier",
        title="Certifier",
        tenants=Tenants.DISTRICT,
        scope="own district",
        sees="summary reports, warnings and their explanations",
        does="certifies, withdraws, recertifies",
        never="edits rows",
        permissions=frozenset(
            {"figures.view", "school.view", "upload.view", "tokens.manage"}
            | {"collection.explain", "collection.certify", "collection.withdraw", "collection.estimate"}
            | {"strategies.view", "strategies.adopt"}
        ),
        enforced=True,
    ),
    Role(
        id="equity_lead",
        title="Equity lead",
        tenants=Tenants.DISTRICT,
        scope="own district",
        sees="measures, gaps, root causes, strategies",
        does="looks for root causes, adopts strategies, logs progress, sets targets, joins the learning network",
        never="individual ratings",
        permissions=frozenset({"figures.view", "school.view", "tokens.manage", "strategies.view", "strategies.adopt"}),
        enforced=True,
    ),
    Role(
        id="school_leader",
        title="School leader",
        tenants=Tenants.DISTRICT,
        scope="own school",
        sees="the school's values, its students' learning experiences, the district's averages",
        does="responds to gaps, logs actions and climate notes",
        never="ratings of persons in other schools, other schools' small cells",
        permissions=frozenset({"school.view", "tokens.manage"}),
        enforced=True,
    ),
    Role(
        id="pln_member",
        title="Learning network member",
        tenants=Tenants.DISTRICT,
        scope="cohort",
        sees="the cohort's space, shared practice cards, measures that were shared",
        does="posts, comments, asks to replicate, logs attendance",
        never="a district's data that was not shared expressly",
    ),
    Role(
        id="pln_facilitator",
        title="Learning network facilitator",
        tenants=Tenants.AGENCY,
        scope="cohorts",
        sees="how the cohorts do, attendance",
        does="accepts applications, holds meetings, moderates",
        never="a district's data that was not shared expressly",
    ),
    Role(
        id="ese_analyst",
        title="ESE analyst",
        tenants=Tenants.AGENCY,
        scope="all districts: aggregates; rows only where the need is documented",
        sees="the state's figures, differences between runs, data notes",
        does="drafts definitions and checks those of others, recomputes, reviews explanations, opens edit windows",
        never="datasets that a district keeps for itself",
        permissions=frozenset(
            {
                "figures.view",
                "school.view",
                "upload.view",
                "upload.create",
                "mapping.decide",
                "collection.accept",
                "collection.window",
                "collection.remind",
                "staff.resolve",
                "definition.draft",
                "definition.decide",
                "state.view",
                "tokens.manage",
                "uptake.view",
            }
        ),
        enforced=True,
        needs_mfa=True,
    ),
    Role(
        id="program_owner",
        title="ESE program owner",
        tenants=Tenants.AGENCY,
        scope="all districts: aggregates",
        sees="uptake of strategies, outcomes",
        does="keeps the catalogue, announcements and the annual report",
        never="rows of a district",
        permissions=frozenset(
            {"figures.view", "school.view", "state.view", "tokens.manage", "catalogue.keep", "uptake.view"}
            | {"support.note"}
        ),
        enforced=True,
        needs_mfa=True,
    ),
    Role(
        id="definition_steward",
        title="Definition steward",
        tenants=Tenants.AGENCY,
        scope="all definitions",
        sees="the registry of definitions",
        does="publishes versions of definitions, together with a second person",
        never="publishes alone",
    ),
    Role(
        id="liaison",
        title="Support liaison",
        tenants=Tenants.AGENCY,
        scope="assigned region or districts",
        sees="the profile that a district shares with assistance staff, cases",
        does="writes briefs, keeps cases, visits, follows up offers",
        never="uncertified data that was not shared",
    ),
    Role(
        id="auditor",
        title="Auditor",
        tenants=Tenants.AGENCY,
        scope="read-only, logs",
        sees="the log of who did what, where figures come from",
        does="reads",
        never="changes anything",
    ),
    Role(
        id="public",
        title="Public",
        tenants=Tenants.NONE,
        scope="public pages",
        sees="released values that passed disclosure control, definitions, the plan",
        does="downloads, subscribes, gives feedback",
        never="unreleased values",
        enforced=True,
    ),
    Role(
        id="support_engineer",
        title="Support engineer",
        tenants=Tenants.NONE,
        scope="no data",
        sees="masked diagnostics",
        does="keeps the service running",
        never="a district's rows without a grant that ends by itself",
    ),
)

ROLES: dict[str, Role] = {role.id: role for role in _ROLES}


def may(membership: HasRole | None, permission: str) -> bool:
    """Whether an active membership's role, enforced already, grants the permission. An unknown permission is a bug."""
    if permission not in PERMISSIONS:
        raise ValueError(f"{permission!r} is no permission; add it to districts.roles.PERMISSIONS")
    if membership is None or not membership.active:
        return False
    role = ROLES.get(membership.role)
    return role is not None and role.enforced and permission in role.permissions


def needs_mfa(holder: NamesRole) -> bool:
    """Whether a membership, or an invitation to one, asks for a second factor. An unknown role does."""
    role = ROLES.get(holder.role)
    return role is None or role.needs_mfa


def roles_for(*, is_state: bool) -> list[Role]:
    """The roles that can be given in a tenant of this kind."""
    fitting = (Tenants.BOTH, Tenants.AGENCY if is_state else Tenants.DISTRICT)
    return [role for role in ROLES.values() if role.enforced and role.tenants in fitting]


def role_choices(*, is_state: bool) -> list[tuple[str, str]]:
    return [(role.id, role.title) for role in roles_for(is_state=is_state)]


def role_title(role: str) -> str:
    return ROLES[role].title if role in ROLES else role


def sees_only_one_school(membership: HasRole) -> bool:
    """Whether figures of the other schools are closed to this member."""
    return not may(membership, "figures.view")
