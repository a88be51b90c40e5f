"""Who gets what from which address: the whole list, written by hand from the table of roles, not from the views.

An address that is missing here fails the test, which prints the line to add. The words say what each gets of what is
their own tenant's: `seen`; `forbidden` (403), to a member without the right; `hidden` (404), to whom the tenant is not
there; `sign-in`, to whom nobody knows. What the agency gets of a district's is in agency_sight.py; what is any other
tenant's is hidden from everybody. A line holds for all methods, but for one that has a line of its own. Where one has,
no other writing method is anybody's.
"""

from tests.architecture.addresses import Address

SIGN_IN, FORBIDDEN, HIDDEN, SEEN = "sign-in", "forbidden", "hidden", "seen"
READING = ("GET", "HEAD", "OPTIONS")

COLUMNS = (
    "anyone",
    "own district_admin",
    "own district_steward",
    "own certifier",
    "own school_leader",
    "agency district_admin",
    "agency ese_analyst",
    "somebody without a district",
)

TABLE = """
#                          not       a district's own                        of the agency       of no
#                          signed in admin     steward   certifier leader    admin     analyst   district
# open to all
plan                       seen      seen      seen      seen      seen      seen      seen      seen
invitation                 seen      seen      seen      seen      seen      seen      seen      seen
rules                      seen      seen      seen      seen      seen      seen      seen      seen
sources                    seen      seen      seen      seen      seen      seen      seen      seen
sources-json               seen      seen      seen      seen      seen      seen      seen      seen
layouts                    seen      seen      seen      seen      seen      seen      seen      seen
report                     seen      seen      seen      seen      seen      seen      seen      seen
uses                       seen      seen      seen      seen      seen      seen      seen      seen
uses-csv                   seen      seen      seen      seen      seen      seen      seen      seen
layout                     seen      seen      seen      seen      seen      seen      seen      seen
layout-json                seen      seen      seen      seen      seen      seen      seen      seen
layout-csv                 seen      seen      seen      seen      seen      seen      seen      seen
layout-workbook            seen      seen      seen      seen      seen      seen      seen      seen
layout-sample              seen      seen      seen      seen      seen      seen      seen      seen
rules-json                 seen      seen      seen      seen      seen      seen      seen      seen
measures                   seen      seen      seen      seen      seen      seen      seen      seen
measure                    seen      seen      seen      seen      seen      seen      seen      seen
api-root                   seen      seen      seen      seen      seen      seen      seen      seen
api-schema                 seen      seen      seen      seen      seen      seen      seen      seen
api-docs                   seen      seen      seen      seen      seen      seen      seen      seen
api-measures               seen      seen      seen      seen      seen      seen      seen      seen
api-measure                seen      seen      seen      seen      seen      seen      seen      seen
api-columns                seen      seen      seen      seen      seen      seen      seen      seen
api-groups                 seen      seen      seen      seen      seen      seen      seen      seen
api-group                  seen      seen      seen      seen      seen      seen      seen      seen
# whoever has signed in
home                       sign-in   seen      seen      seen      seen      seen      seen      seen
api-me                     sign-in   seen      seen      seen      seen      seen      seen      seen
# a district's own people, tokens and records
people                     sign-in   seen      forbidden forbidden forbidden hidden    hidden    hidden
withdraw-invitation        sign-in   seen      forbidden forbidden forbidden hidden    hidden    hidden
end-access                 sign-in   seen      forbidden forbidden forbidden hidden    hidden    hidden
tokens                     sign-in   seen      seen      seen      seen      hidden    hidden    hidden
withdraw-token             sign-in   seen      seen      seen      seen      hidden    hidden    hidden
audit                      sign-in   seen      forbidden forbidden forbidden hidden    hidden    hidden
# a district's files
uploads                    sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
POST uploads               sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
upload                     sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
upload-status              sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
upload-findings            sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
cross-findings             sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
collection-summary         sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
collection-summary-csv     sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
collection-summary-workbook sign-in  seen      seen      seen      forbidden hidden    hidden    hidden
upload-changes             sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
upload-changes-csv         sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
upload-changes-workbook    sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
mend-upload                sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
entries                    sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
entry                      sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
leave-upload               sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
take-upload                sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
# how a district's own exports are read
mappings                   sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
mapping                    sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
new-mapping                sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
change-mapping             sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
retire-mapping             sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
# a district's collections
collections                sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
collection                 sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
burden                     sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
burden-csv                 sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
estimate-minutes           sign-in   forbidden seen      seen      forbidden hidden    hidden    hidden
choose-reminders           sign-in   seen      forbidden forbidden forbidden hidden    hidden    hidden
explain-warning            sign-in   forbidden seen      seen      forbidden hidden    hidden    hidden
submit-collection          sign-in   forbidden seen      forbidden forbidden hidden    hidden    hidden
certify-collection         sign-in   forbidden forbidden seen      forbidden hidden    hidden    hidden
withdraw-collection        sign-in   forbidden seen      seen      forbidden hidden    hidden    hidden
# a district's figures
upload-moved               sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-measure           sign-in   seen      seen      seen      seen      hidden    hidden    hidden
district                   sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
experiences                sign-in   seen      seen      seen      seen      hidden    hidden    hidden
experiences-schools        sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
experiences-csv            sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
experiences-workbook       sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
school-experiences         sign-in   seen      seen      seen      seen      hidden    hidden    hidden
school-experiences-csv     sign-in   seen      seen      seen      seen      hidden    hidden    hidden
school-experiences-workbook sign-in  seen      seen      seen      seen      hidden    hidden    hidden
experience-classes         sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
experience-classes-csv     sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
school-experience-classes  sign-in   seen      seen      seen      seen      hidden    hidden    hidden
school-experience-classes-csv sign-in seen     seen      seen      seen      hidden    hidden    hidden
district-years             sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-summary           sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-summary-pdf       sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
explore                    sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
explore-gaps               sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
explore-units              sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
school                     sign-in   seen      seen      seen      seen      hidden    hidden    hidden
district-gap               sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-value             sign-in   seen      seen      seen      seen      hidden    hidden    hidden
school-value               sign-in   seen      seen      seen      seen      hidden    hidden    hidden
school-share               sign-in   seen      seen      seen      seen      hidden    hidden    hidden
district-state             sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-tables            sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-tables-csv        sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-tables-workbook   sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-state-gap         sign-in   seen      seen      seen      forbidden hidden    hidden    hidden
district-state-value       sign-in   seen      seen      seen      seen      hidden    hidden    hidden
# the agency's files
state-sources              sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-uploads              sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
POST state-uploads         sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-upload               sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-upload-status        sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-upload-findings      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-upload-changes       sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-upload-changes-csv   sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-upload-changes-workbook sign-in hidden   hidden    hidden    hidden    forbidden seen      hidden
state-mend-upload          sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-entries              sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-entry                sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-leave-upload         sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-take-upload          sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-decide-proposal      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
# the districts' collections
state-collections          sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-burden               sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-burden-csv           sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-collections-csv      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-collection           sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-shared-staff-latest  sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-shared-staff         sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-resolve-shared-staff sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-accept-collections   sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-collection-dates     sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-accept-collection    sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-return-collection    sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-remind-district      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-open-window          sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
# definitions of measures
state-definitions          sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-definition           sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-new-definition       sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-change-definition    sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-definition-step      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-definition-evidence  sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-dual-run             sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-dual-run-status      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
# the state's figures
state-upload-moved         sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state                      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-explore              sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-explore-gaps         sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-explore-units        sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-years                sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-levels               sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-across               sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-tables               sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-tables-csv           sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-tables-workbook      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-values               sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-districts            sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-measure              sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
runs                       sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
run                        sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-gap                  sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-value                sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-district             sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
experiences-of-state       sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
experiences-of-state-csv   sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-experiences          sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-experiences-schools  sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-experiences-csv      sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-experiences-workbook sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-school-experiences   sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-school-experiences-csv sign-in hidden    hidden    hidden    hidden    forbidden seen      hidden
state-school-experiences-workbook sign-in hidden hidden  hidden    hidden    forbidden seen      hidden
state-district-years       sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-district-summary     sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-district-summary-pdf sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-school               sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-district-gap         sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-district-value       sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-school-value         sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
state-school-share         sign-in   hidden    hidden    hidden    hidden    forbidden seen      hidden
# definitions by program
api-definitions            sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-definition             sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-definition-difference  sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-definition-dual-run    sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
# figures by program
api-organizations          sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-organization           sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-values                 sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-value                  sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-value-provenance       sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-plan-table             sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-gaps                   sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-gap                    sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-gap-provenance         sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-gap-values             sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-experiences            sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-experience-rows        sign-in   seen      seen      seen      seen      forbidden seen      forbidden
api-experience-parts       sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-state-experiences      sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-state-experience-parts sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-district-experiences   sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
api-runs                   sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
api-run                    sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
# files by program
api-uploads                sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-uploads           sign-in   forbidden seen      forbidden forbidden forbidden seen      forbidden
api-upload                 sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-upload-findings        sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-upload-changes         sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-upload-moved           sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-upload-leaving         sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-upload-leaving    sign-in   forbidden seen      forbidden forbidden forbidden seen      forbidden
api-upload-confirmation    sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-upload-confirmation sign-in forbidden seen      forbidden forbidden forbidden seen      forbidden
api-proposals              sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-proposal               sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-proposal-decision      sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-proposal-decision sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
# how a district's own exports are read, by program
api-mappings               sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-mappings          sign-in   forbidden seen      forbidden forbidden forbidden forbidden forbidden
api-mapping                sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-mapping-versions       sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-mapping-versions  sign-in   forbidden seen      forbidden forbidden forbidden forbidden forbidden
api-mapping-retirement     sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-mapping-retirement sign-in  forbidden seen      forbidden forbidden forbidden forbidden forbidden
# collections by program
api-collections            sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-collection             sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-collection-findings    sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-collection-warnings    sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-collection-explanation sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-explanation sign-in   forbidden seen      seen      forbidden forbidden forbidden forbidden
api-collection-submission  sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-submission sign-in   forbidden seen      forbidden forbidden forbidden forbidden forbidden
api-collection-certification sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-certification sign-in   forbidden forbidden seen      forbidden forbidden forbidden forbidden
api-collection-withdrawal  sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-withdrawal sign-in   forbidden seen      seen      forbidden forbidden forbidden forbidden
api-collection-acceptance  sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-acceptance sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
api-collection-return      sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-return sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
api-collection-reminder    sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-reminder sign-in forbidden forbidden forbidden forbidden forbidden seen     forbidden
api-collection-estimate    sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-estimate sign-in forbidden seen      seen      forbidden forbidden forbidden forbidden
api-burden                 sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
api-burden-of-all          sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
api-collection-window      sign-in   seen      seen      seen      forbidden forbidden seen      forbidden
POST api-collection-window sign-in   forbidden forbidden forbidden forbidden forbidden seen      forbidden
"""


def read_answers() -> dict[str, dict[str, str]]:
    """'people', or 'POST uploads', -> who asks -> what they get."""
    lines = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]
    return {
        " ".join(words[: -len(COLUMNS)]): dict(zip(COLUMNS, words[-len(COLUMNS) :], strict=True)) for words in lines
    }


ANSWERS = read_answers()


def answer_to(address: Address, method: str, actor: str) -> str:
    """What the actor gets of their own tenant's."""
    name = str(address.name)
    for_method = ANSWERS.get(f"{method} {name}")
    if for_method:
        return for_method[actor]
    told = ANSWERS[name][actor]
    others = any(key.endswith(f" {name}") for key in ANSWERS)
    return FORBIDDEN if told == SEEN and others and method not in READING else told


def how_to_add(address: Address) -> str:
    """The line that is missing, with nobody let in: whoever adds it says who is."""
    outside = {"district": HIDDEN, "state": HIDDEN}.get(address.realm, FORBIDDEN)
    inside = {"own": outside if address.realm == "state" else FORBIDDEN, "agency": outside}
    words = [SIGN_IN, *(inside[actor.split()[0]] for actor in COLUMNS[1:-1]), outside]
    return (
        f"{address}: not in tests/architecture/answers.py. Add a line, with `seen` for those to whom it is open:\n"
        + f"{address.name:<26} "
        + "".join(f"{word:<10}" for word in words).rstrip()
    )
