"""What each database role may do with each table: the whole matrix, written by hand, compared with the catalog.

Protected: rows of one tenant each, so row-level security with the policies of `expected_policies`. Shared: grants only,
save where not all rows are for all.
Roles not named may do nothing, save that a job reads the rows of its district. A table that is missing here fails the
test, which prints the line to add.
"""

from dataclasses import dataclass, field

from tests.architecture.catalog import Policy

READ, ADD, KEEP, ALL = "select", "select insert", "select insert update", "select insert update delete"
MARK, REPLACE = "select update", "select insert delete"


@dataclass(frozen=True)
class Protected:
    district: str = ""
    state: str = ""
    job: str = READ
    worker: str = ""
    open_to_state: bool | str = False  # or the condition of the rows that are
    doors: dict[str, str] = field(default_factory=dict)

    @property
    def grants(self) -> dict[str, str]:
        words = {"eqp_district": self.district, "eqp_state": self.state, "eqp_worker": self.worker}
        words |= {"eqp_job": self.job, "eqp_app": READ if self.doors else ""}
        return {role: granted for role, granted in words.items() if granted}


@dataclass(frozen=True)
class Shared:
    app: str = ""
    district: str = ""
    state: str = ""
    worker: str = ""
    job: str = READ  # of what the worker reads
    public: str = ""
    district_sees: str = ""  # the condition of the rows that districts and jobs read, where these are not all

    @property
    def grants(self) -> dict[str, str]:
        words = {"eqp_app": self.app, "eqp_district": self.district, "eqp_state": self.state}
        words |= {"eqp_worker": self.worker, "eqp_public": self.public}
        words["eqp_job"] = self.job if self.worker else ""  # of what is nobody's, a job of one tenant writes nothing
        return {role: granted for role, granted in words.items() if granted}


FOR_DISTRICTS = "(((seen_by)::text = 'everybody'::text) OR ((seen_by)::text = 'districts'::text))"
CERTIFIED = "(((edition)::text = 'certified'::text) OR (NOT is_preliminary))"

ABOUT = "(about_id = (NULLIF(current_setting('eqp.district'::text, true), ''::text))::integer)"
COUNTED = "((cause_id IS NOT NULL) AND (NOT kept_here))"
PUBLISHED = "(was_active OR ((state)::text = 'pending'::text))"

TABLES: dict[str, Protected | Shared] = {
    # sign-in: the bare login only
    "account_emailaddress": Shared(app=ALL),
    "account_emailconfirmation": Shared(app=ALL),
    "districts_person": Shared(app=KEEP),
    "django_session": Shared(app=ALL),
    "mfa_authenticator": Shared(app=ALL),
    # Django's own
    "auth_group": Shared(),
    "auth_group_permissions": Shared(),
    "auth_permission": Shared(),
    "django_content_type": Shared(),
    "django_migrations": Shared(app=READ),
    # the directory and the plan
    "districts_district": Shared(app=READ, district=READ, state=READ, worker=KEEP, public=READ),
    "districts_plancycle": Shared(app=READ, district=READ, state=READ, worker=READ, public=READ),
    "districts_plantext": Shared(app=READ, district=READ, state=ADD, worker=READ, public=READ),
    "districts_region": Shared(app=READ, district=READ, state=READ, worker=KEEP, public=READ),
    # districts' rows; of most, the agency reads its own only
    "districts_apitoken": Protected(district=KEEP, job="", worker=KEEP, doors={"token": "token_hash"}),
    "districts_auditevent": Protected(district=ADD, state=ADD, job=ADD, worker=ADD),
    "districts_chaincheck": Protected(district=READ, state=READ, worker=ADD),
    "districts_invitation": Protected(district=KEEP, job="", worker=KEEP),
    "districts_job": Protected(district=KEEP, state=KEEP, job=KEEP, worker=KEEP),
    "districts_membership": Protected(district=KEEP, state=READ, worker=KEEP, doors={"person": "person_id"}),
    "districts_school": Protected(district=READ, state=READ, worker=KEEP, open_to_state=True),
    # files in: people send and hand over, the pipeline does the rest
    "intake_certificationevent": Protected(district=ADD, state=READ, job=ADD, worker=ADD, open_to_state=True),
    "intake_collectiondates": Shared(district=READ, state=ADD, worker=READ),
    "intake_columnproposal": Protected(district=READ, state=READ, job=KEEP, worker=KEEP, open_to_state=True),
    "intake_crossfinding": Protected(district=READ, state=READ, job=REPLACE, worker=ALL, open_to_state=True),
    "intake_entrydraft": Protected(district=ALL, state=ALL, job="select delete", worker=ALL),
    "intake_explanation": Protected(district=ADD, state=READ, worker=ADD, open_to_state=True),
    "intake_minutesestimate": Protected(district=ADD, worker=ADD),
    "intake_minutesspread": Shared(state=READ, worker=ALL),
    "intake_reminder": Protected(district=READ, state=READ, job=KEEP, worker=ADD, open_to_state=True),
    "intake_reminderchoice": Protected(district=ADD, state=READ, worker=ADD, open_to_state=True),
    "intake_comparison": Protected(district=READ, state=READ, job=REPLACE, worker=ALL),
    "intake_finding": Protected(district=READ, state=READ, job=REPLACE, worker=ALL),
    "intake_savedmapping": Protected(district=ADD, state=READ, worker=ADD),
    "intake_sharedstaff": Protected(district=READ, state=READ, job=MARK, worker=ALL, open_to_state=True),
    "intake_sharedstaffcheck": Shared(state=READ, worker=ALL),
    "intake_sharedstaffresolution": Protected(state=ADD, worker=ADD),
    "intake_snapshot": Protected(district=READ, state=READ, job=KEEP, worker=KEEP),
    "intake_standin": Shared(district=READ, state=READ, worker=KEEP),
    "intake_upload": Protected(district=ADD, state=ADD, job=MARK, worker=KEEP, open_to_state=True),
    # definitions: the agency writes them, the program ships the first ones
    "definitions_storeddefinition": Shared(app=READ, district=READ, state=KEEP, worker=KEEP, district_sees=PUBLISHED),
    "definitions_definitionact": Shared(state=ADD, worker=ADD, job=""),
    # strategies: everybody reads the catalogue, which the agency writes; what districts do with it is only added to
    "improvement_strategy": Shared(app=READ, district=READ, state=KEEP, worker=KEEP, public=READ),
    "improvement_strategyversion": Shared(app=READ, district=READ, state=ADD, worker=ADD, public=READ),
    "improvement_resource": Shared(app=READ, district=READ, state=KEEP, worker=KEEP, public=READ),
    "improvement_evaluationsupport": Shared(district=READ, state=ADD, worker=ADD, district_sees=ABOUT),
    "improvement_evidencefile": Protected(district=KEEP, worker=KEEP),
    "improvement_ownstrategy": Protected(district=ADD, state=READ, worker=ADD, open_to_state=True),
    "improvement_ownstrategyversion": Protected(district=ADD, state=READ, worker=ADD, open_to_state=True),
    "improvement_adoption": Protected(district=ADD, state=READ, worker=ADD, open_to_state=True),
    "improvement_adoptionstep": Protected(district=ADD, state=READ, worker=ADD, open_to_state=True),
    "improvement_milestone": Protected(district=ADD, state=READ, worker=ADD, open_to_state=True),
    "improvement_progress": Protected(district=ADD, state=READ, worker=ADD, open_to_state="(NOT kept_here)"),
    # causes: everybody reads the library; of a district's own look for them the agency reads which of the library's
    "improvement_cause": Shared(app=READ, district=READ, state=KEEP, worker=KEEP, public=READ),
    "improvement_causeversion": Shared(app=READ, district=READ, state=ADD, worker=ADD, public=READ),
    "improvement_namedcause": Protected(district=ADD, state=READ, worker=ADD, open_to_state=COUNTED),
    "improvement_gapstudy": Protected(district=ADD, worker=ADD),
    "improvement_claim": Protected(district=ADD, worker=ADD),
    "improvement_evidence": Protected(district=ADD, worker=ADD),
    "improvement_causelink": Protected(district=ADD, worker=ADD),
    # results: only the pipeline writes; the state's own figures are every member's to read
    "results_delay": Shared(state=READ, worker=ALL),
    "results_districtband": Protected(district=READ, state=READ, worker=ALL, open_to_state=True),
    "results_districtgap": Protected(district=READ, state=READ, worker=ALL, open_to_state=CERTIFIED),
    "results_districtmove": Protected(district=READ, state=READ, worker=ALL, open_to_state=CERTIFIED),
    "results_districtsource": Protected(district=READ, state=READ, worker=ALL, open_to_state=True),
    "results_districtvalue": Protected(district=READ, state=READ, worker=ALL, open_to_state=CERTIFIED),
    "results_dualrun": Shared(state=ADD, worker=ALL, job=""),
    "results_districtfacts": Protected(worker=ALL),
    "results_partialsum": Protected(worker=ALL),
    "results_personyear": Protected(worker=ALL),
    "results_run": Shared(district=READ, state=READ, worker=ALL),
    "results_schoolband": Protected(district=READ, state=READ, worker=ALL, open_to_state=CERTIFIED),
    "results_schoolvalue": Protected(district=READ, state=READ, worker=ALL, open_to_state=CERTIFIED),
    "results_stateexperiences": Shared(district=READ, state=READ, worker=ALL, district_sees=FOR_DISTRICTS),
    "results_stategap": Shared(district=READ, state=READ, worker=ALL, district_sees=FOR_DISTRICTS),
    "results_statemove": Shared(district=READ, state=READ, worker=ALL, district_sees=FOR_DISTRICTS),
    "results_statesource": Shared(district=READ, state=READ, worker=ALL),
    "results_statevalue": Shared(district=READ, state=READ, worker=ALL, district_sees=FOR_DISTRICTS),
    "results_summedfiles": Protected(district=READ, state=READ, worker=ALL, open_to_state="is_certified"),
    "results_experiencereport": Protected(district=READ, state=READ, worker=ALL, open_to_state="is_certified"),
    "results_experiencetable": Protected(district=READ, worker=ALL),
    "results_scheduleyear": Protected(district=READ, worker=ALL),
    "results_sharedexperiences": Protected(state=READ, worker=ALL, open_to_state=True),
}

OWN_ROWS = "(district_id = (NULLIF(current_setting('eqp.district'::text, true), ''::text))::integer)"
DOORS = {
    "person": "({column} = (NULLIF(current_setting('eqp.person'::text, true), ''::text))::bigint)",
    "token": "(({column})::text = NULLIF(current_setting('eqp.token'::text, true), ''::text))",
}


def expected_policies(table: Protected | Shared) -> tuple[Policy, ...]:
    """One indexed equality for a district, and for the agency, which reads all where a table is open to it; workers,
    all. Of what is shared, none, or the rows that are for a district's eyes.
    """
    if isinstance(table, Shared):
        return _policies_of_shared(table)
    state = ("eqp_state",)
    policies = [
        Policy("eqp_district", "PERMISSIVE ALL", ("eqp_district",), OWN_ROWS, OWN_ROWS),
        Policy("eqp_job", "PERMISSIVE ALL", ("eqp_job",), OWN_ROWS, OWN_ROWS),
        Policy("eqp_state_deletes", "PERMISSIVE DELETE", state, OWN_ROWS, None),
        Policy("eqp_state_inserts", "PERMISSIVE INSERT", state, None, OWN_ROWS),
        Policy("eqp_state_reads", "PERMISSIVE SELECT", state, _open_rows(table), None),
        Policy("eqp_state_updates", "PERMISSIVE UPDATE", state, OWN_ROWS, OWN_ROWS),
        Policy("eqp_worker", "PERMISSIVE ALL", ("eqp_worker",), "true", "true"),
    ]
    for door, column in table.doors.items():
        using = DOORS[door].format(column=column)
        policies.append(Policy(f"eqp_door_{door}", "PERMISSIVE SELECT", ("eqp_app",), using, None))
    return tuple(sorted(policies, key=lambda policy: policy.name))


def _open_rows(table: Protected) -> str:
    if isinstance(table.open_to_state, str):
        return table.open_to_state
    return "true" if table.open_to_state else OWN_ROWS


def _policies_of_shared(table: Shared) -> tuple[Policy, ...]:
    if not table.district_sees:
        return ()
    readers = ("eqp_app", "eqp_district", "eqp_job") if table.app else ("eqp_district", "eqp_job")
    of_state = Policy("eqp_state_reads", "PERMISSIVE SELECT", ("eqp_state",), "true", None)
    if table.state != READ:
        of_state = Policy("eqp_state", "PERMISSIVE ALL", ("eqp_state",), "true", "true")
    return (
        Policy("eqp_district_reads", "PERMISSIVE SELECT", readers, table.district_sees, None),
        of_state,
        Policy("eqp_worker", "PERMISSIVE ALL", ("eqp_worker",), "true", "true"),
    )
