"""The standing cast: the state agency and two districts that must never see each other, one person a role.

Northfield is "own" to Alice and her colleagues, Southport is Bob's. Both hold the same kinds of rows, so that a leak
shows. Build it once a test with `build_cast()` (or the `cast` fixture); sign in with
`client.force_login(cast.north.person("certifier"))`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from districts import actions
from districts.models import District, Membership, Person, School
from districts.roles import ROLES, needs_mfa
from districts.wall import across_districts, in_district

MISSING_CODE = "99990000"  # a district that is not there
MISSING_SCHOOL = "00100999"

DISTRICT_ROLES = ("district_admin", "district_steward", "certifier", "equity_lead", "school_leader")
AGENCY_ROLES = ("district_admin", "ese_analyst", "program_owner")

NAMES = {
    ("00100000", "district_admin"): "Alice Admin",
    ("00100000", "district_steward"): "Carol Steward",
    ("00100000", "certifier"): "Dave Certifier",
    ("00100000", "equity_lead"): "Eve Equity",
    ("00100000", "school_leader"): "Lena Leader",
    ("00200000", "district_admin"): "Bob Admin",
    ("00200000", "district_steward"): "Grace Steward",
    ("00200000", "certifier"): "Heidi Certifier",
    ("00200000", "equity_lead"): "Uma Equity",
    ("00200000", "school_leader"): "Ivan Leader",
    ("00000000", "district_admin"): "Olivia Agency",
    ("00000000", "ese_analyst"): "Erin Analyst",
    ("00000000", "program_owner"): "Pia Owner",
}


@dataclass
class Tenant:
    """A district (or the agency) with its schools and its people, one a role."""

    district: District
    schools: list[School] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.district.pk

    @property
    def org_code(self) -> str:
        return self.district.org_code

    def person(self, role: str) -> Person:
        return self.people[role]

    def member(self, role: str) -> Membership:
        return self.members[role]


@dataclass
class Cast:
    agency: Tenant
    north: Tenant
    south: Tenant
    mallory: Person  # has a sign-in and belongs nowhere

    @property
    def tenants(self) -> tuple[Tenant, Tenant, Tenant]:
        return self.agency, self.north, self.south


def build_cast() -> Cast:
    """Everybody, in the current test's transaction. No password works unless a test sets one."""
    north = make_tenant("00100000", "Northfield", schools=("Northfield High", "North Elementary", "North Middle"))
    south = make_tenant("00200000", "Southport", schools=("Southport High", "South Elementary", "South Middle"))
    agency = make_tenant("00000000", "State agency", kind=District.Kind.STATE, roles=AGENCY_ROLES)
    return Cast(agency=agency, north=north, south=south, mallory=make_person("Mallory Nobody"))


def make_tenant(
    org_code: str,
    name: str,
    *,
    kind: str = District.Kind.DISTRICT,
    schools: tuple[str, ...] = (),
    roles: tuple[str, ...] = DISTRICT_ROLES,
) -> Tenant:
    """A tenant with schools `<first four digits>0001…` and one member a role; the school leader leads the first
    school."""
    levels = [School.Level.HIGH, School.Level.ELEM, School.Level.MIDDLE]
    with across_districts(reason="tests: the standing cast"):
        district = District.objects.filter(org_code=org_code).first()
        district = district or actions.open_district(org_code=org_code, name=name, kind=kind, by=None)
        tenant = Tenant(district)
        for number, school in enumerate(schools, start=1):
            code, level = f"{org_code[:4]}{number:04d}", levels[(number - 1) % 3]
            made = actions.open_school(district=district, org_code=code, name=school, level=level, by=None)
            tenant.schools.append(made)
    _join(tenant, dict(zip(roles, make_people(_name(tenant, role) for role in roles), strict=True)))
    return tenant


def add_person(tenant: Tenant, role: str, name: str | None = None) -> Membership:
    """A member of the tenant in this role, with the second factor where the role needs one."""
    _join(tenant, {role: make_person(name or _name(tenant, role))})
    return tenant.members[role]


def _name(tenant: Tenant, role: str) -> str:
    return NAMES.get((tenant.org_code, role), f"{ROLES[role].title} of {tenant.district.name}")


def _join(tenant: Tenant, people: dict[str, Person]) -> None:
    """Members of the tenant by role, all in one scope, for every test begins with this."""
    with in_district(tenant.id):
        for role, person in people.items():
            school = tenant.schools[0] if role == "school_leader" else None
            member = actions.add_member(district=tenant.district, person=person, role=role, school=school, by=None)
            tenant.people[role], tenant.members[role] = person, member
    for role, person in people.items():
        if needs_mfa(tenant.members[role]):
            set_up_mfa(person)


def make_person(name: str, *, password: str | None = None) -> Person:
    return make_people([name], password=password)[0]


def make_people(names: Iterable[str], *, password: str | None = None) -> list[Person]:
    """People who can sign in, once a test gives them a password."""
    people = [Person(email=f"{name.lower().replace(' ', '.')}@example.org", name=name) for name in names]
    for person in people:
        person.set_password(password)
    Person.objects.bulk_create(people)
    addresses = [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people]
    EmailAddress.objects.bulk_create(addresses)
    return people


def set_up_mfa(person: Person) -> str:
    """Returns the TOTP secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def token_for(member: Membership) -> str:
    """A fresh API token of this member, for `HTTP_AUTHORIZATION=f"Bearer {…}"`."""
    with in_district(member.district_id):
        return actions.issue_token(membership=member, name="test", by=member)[1]


def has_mfa(person: Person) -> bool:
    return Authenticator.objects.filter(user=person).exists()
