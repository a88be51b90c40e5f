"""Who gets what from which address: the whole list, written by hand from the table of roles, not from the views.

An address that is missing here fails the test, which prints the line to add. The words say what each gets of what is
their own tenant's: `seen`; `denied` (403), to a member without the right; `hidden` (404), to whom the tenant is not
there; `login`, to whom nobody knows. What the agency gets of a district's is in agency_sight.py; what is any other
tenant's is hidden from everybody. A line holds for all methods, but for one that has a line of its own. Where one has,
no other writing method is anybody's.
"""

from tests.architecture.addresses import Address

SIGN_IN, FORBIDDEN, HIDDEN, SEEN = "login", "denied", "hidden", "seen"
READING = ("GET", "HEAD", "OPTIONS")

COLUMNS = (
    "anyone",
    "own district_admin",
    "own district_steward",
    "own certifier",
    "own equity_lead",
    "own school_leader",
    "agency district_admin",
    "agency ese_analyst",
    "agency program_owner",
    "somebody without a district",
)

TABLE = """
#                              not    of a district's own                of the agency        of
#                              signed admin  stew-  certi- equity leader admin  ana-   program none
#                              in            ard    fier   lead                 lyst   owner
# open to all
plan                           seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
invitation                     seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
rules                          seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
sources                        seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
sources-json                   seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
layouts                        seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
report                         seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
uses                           seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
uses-csv                       seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
layout                         seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
layout-json                    seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
layout-csv                     seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
layout-workbook                seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
layout-sample                  seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
rules-json                     seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
measures                       seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
measure                        seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
api-root                       seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
api-schema                     seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
api-docs                       seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
api-measures                   seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
api-measure                    seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
api-columns                    seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
api-groups                     seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
api-group                      seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
strategies                     seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
strategy                       seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
resources                      seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
causes                         seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
cause                          seen   seen   seen   seen   seen   seen   seen   seen   seen   seen
# whoever has signed in
home                           login  seen   seen   seen   seen   seen   seen   seen   seen   seen
api-me                         login  seen   seen   seen   seen   seen   seen   seen   seen   seen
# a district's own people, tokens and records
people                         login  seen   denied denied denied denied hidden hidden hidden hidden
withdraw-invitation            login  seen   denied denied denied denied hidden hidden hidden hidden
end-access                     login  seen   denied denied denied denied hidden hidden hidden hidden
tokens                         login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
withdraw-token                 login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
audit                          login  seen   denied denied denied denied hidden hidden hidden hidden
# a district's files
uploads                        login  seen   seen   seen   denied denied hidden hidden hidden hidden
POST uploads                   login  denied seen   denied denied denied hidden hidden hidden hidden
upload                         login  seen   seen   seen   denied denied hidden hidden hidden hidden
upload-status                  login  seen   seen   seen   denied denied hidden hidden hidden hidden
upload-findings                login  seen   seen   seen   denied denied hidden hidden hidden hidden
cross-findings                 login  seen   seen   seen   denied denied hidden hidden hidden hidden
collection-summary             login  seen   seen   seen   denied denied hidden hidden hidden hidden
collection-summary-csv         login  seen   seen   seen   denied denied hidden hidden hidden hidden
collection-summary-workbook    login  seen   seen   seen   denied denied hidden hidden hidden hidden
upload-changes                 login  seen   seen   seen   denied denied hidden hidden hidden hidden
upload-changes-csv             login  seen   seen   seen   denied denied hidden hidden hidden hidden
upload-changes-workbook        login  seen   seen   seen   denied denied hidden hidden hidden hidden
mend-upload                    login  denied seen   denied denied denied hidden hidden hidden hidden
entries                        login  denied seen   denied denied denied hidden hidden hidden hidden
entry                          login  denied seen   denied denied denied hidden hidden hidden hidden
leave-upload                   login  denied seen   denied denied denied hidden hidden hidden hidden
take-upload                    login  denied seen   denied denied denied hidden hidden hidden hidden
# how a district's own exports are read
mappings                       login  seen   seen   seen   denied denied hidden hidden hidden hidden
mapping                        login  seen   seen   seen   denied denied hidden hidden hidden hidden
new-mapping                    login  denied seen   denied denied denied hidden hidden hidden hidden
change-mapping                 login  denied seen   denied denied denied hidden hidden hidden hidden
retire-mapping                 login  denied seen   denied denied denied hidden hidden hidden hidden
# a district's collections
collections                    login  seen   seen   seen   denied denied hidden hidden hidden hidden
collection                     login  seen   seen   seen   denied denied hidden hidden hidden hidden
burden                         login  seen   seen   seen   denied denied hidden hidden hidden hidden
burden-csv                     login  seen   seen   seen   denied denied hidden hidden hidden hidden
estimate-minutes               login  denied seen   seen   denied denied hidden hidden hidden hidden
choose-reminders               login  seen   denied denied denied denied hidden hidden hidden hidden
explain-warning                login  denied seen   seen   denied denied hidden hidden hidden hidden
submit-collection              login  denied seen   denied denied denied hidden hidden hidden hidden
certify-collection             login  denied denied seen   denied denied hidden hidden hidden hidden
withdraw-collection            login  denied seen   seen   denied denied hidden hidden hidden hidden
# a district's figures
upload-moved                   login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-measure               login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
district                       login  seen   seen   seen   seen   denied hidden hidden hidden hidden
experiences                    login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
experiences-schools            login  seen   seen   seen   seen   denied hidden hidden hidden hidden
experiences-csv                login  seen   seen   seen   seen   denied hidden hidden hidden hidden
experiences-workbook           login  seen   seen   seen   seen   denied hidden hidden hidden hidden
school-experiences             login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
school-experiences-csv         login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
school-experiences-workbook    login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
experience-classes             login  seen   seen   seen   seen   denied hidden hidden hidden hidden
experience-classes-csv         login  seen   seen   seen   seen   denied hidden hidden hidden hidden
school-experience-classes      login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
school-experience-classes-csv  login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
district-years                 login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-summary               login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-summary-pdf           login  seen   seen   seen   seen   denied hidden hidden hidden hidden
explore                        login  seen   seen   seen   seen   denied hidden hidden hidden hidden
explore-gaps                   login  seen   seen   seen   seen   denied hidden hidden hidden hidden
explore-units                  login  seen   seen   seen   seen   denied hidden hidden hidden hidden
school                         login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
district-gap                   login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-value                 login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
school-value                   login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
school-share                   login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
district-state                 login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-tables                login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-tables-csv            login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-tables-workbook       login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-state-gap             login  seen   seen   seen   seen   denied hidden hidden hidden hidden
district-state-value           login  seen   seen   seen   seen   seen   hidden hidden hidden hidden
# a district's strategies
district-strategies            login  seen   seen   seen   seen   denied hidden hidden hidden hidden
own-strategy                   login  seen   seen   seen   seen   denied hidden hidden hidden hidden
adoption                       login  seen   seen   seen   seen   denied hidden hidden hidden hidden
adopt-strategy                 login  seen   denied seen   seen   denied hidden hidden hidden hidden
new-own-strategy               login  seen   denied seen   seen   denied hidden hidden hidden hidden
write-own-strategy             login  seen   denied seen   seen   denied hidden hidden hidden hidden
adopt-own-strategy             login  seen   denied seen   seen   denied hidden hidden hidden hidden
adoption-step                  login  seen   denied seen   seen   denied hidden hidden hidden hidden
adoption-progress              login  seen   denied seen   seen   denied hidden hidden hidden hidden
adoption-milestone             login  seen   denied seen   seen   denied hidden hidden hidden hidden
evidence                       login  seen   seen   seen   seen   denied hidden hidden hidden hidden
remove-evidence                login  seen   denied seen   seen   denied hidden hidden hidden hidden
# causes of gaps as a district sees them
gap-studies                    login  seen   seen   seen   seen   denied hidden hidden hidden hidden
gap-study                      login  seen   seen   seen   seen   denied hidden hidden hidden hidden
new-gap-study                  login  seen   denied seen   seen   denied hidden hidden hidden hidden
name-cause                     login  seen   denied seen   seen   denied hidden hidden hidden hidden
link-causes                    login  seen   denied seen   seen   denied hidden hidden hidden hidden
say-of-cause                   login  seen   denied seen   seen   denied hidden hidden hidden hidden
add-evidence                   login  seen   denied seen   seen   denied hidden hidden hidden hidden
# strategies, for the agency
state-strategies               login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-strategies-csv           login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-district-strategies      login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-district-adoption        login  hidden hidden hidden hidden hidden denied seen   seen   hidden
new-strategy                   login  hidden hidden hidden hidden hidden denied denied seen   hidden
write-strategy                 login  hidden hidden hidden hidden hidden denied denied seen   hidden
retire-strategy                login  hidden hidden hidden hidden hidden denied denied seen   hidden
new-resource                   login  hidden hidden hidden hidden hidden denied denied seen   hidden
write-resource                 login  hidden hidden hidden hidden hidden denied denied seen   hidden
state-causes                   login  hidden hidden hidden hidden hidden denied seen   seen   hidden
new-cause                      login  hidden hidden hidden hidden hidden denied denied seen   hidden
write-cause                    login  hidden hidden hidden hidden hidden denied denied seen   hidden
note-support                   login  hidden hidden hidden hidden hidden denied denied seen   hidden
write-plan                     login  hidden hidden hidden hidden hidden denied denied seen   hidden
# the agency's files
state-sources                  login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-uploads                  login  hidden hidden hidden hidden hidden denied seen   denied hidden
POST state-uploads             login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-upload                   login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-upload-status            login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-upload-findings          login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-upload-changes           login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-upload-changes-csv       login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-upload-changes-workbook  login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-mend-upload              login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-entries                  login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-entry                    login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-leave-upload             login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-take-upload              login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-decide-proposal          login  hidden hidden hidden hidden hidden denied seen   denied hidden
# the districts' collections
state-collections              login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-burden                   login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-burden-csv               login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-collections-csv          login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-collection               login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-shared-staff-latest      login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-shared-staff             login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-resolve-shared-staff     login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-accept-collections       login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-collection-dates         login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-accept-collection        login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-return-collection        login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-remind-district          login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-open-window              login  hidden hidden hidden hidden hidden denied seen   denied hidden
# definitions of measures
state-definitions              login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-definition               login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-new-definition           login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-change-definition        login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-definition-step          login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-definition-evidence      login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-dual-run                 login  hidden hidden hidden hidden hidden denied seen   denied hidden
state-dual-run-status          login  hidden hidden hidden hidden hidden denied seen   seen   hidden
# the state's figures
state-upload-moved             login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state                          login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-explore                  login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-explore-gaps             login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-explore-units            login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-years                    login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-levels                   login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-across                   login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-tables                   login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-tables-csv               login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-tables-workbook          login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-values                   login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-districts                login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-measure                  login  hidden hidden hidden hidden hidden denied seen   seen   hidden
runs                           login  hidden hidden hidden hidden hidden denied seen   seen   hidden
run                            login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-gap                      login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-value                    login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-district                 login  hidden hidden hidden hidden hidden denied seen   seen   hidden
experiences-of-state           login  hidden hidden hidden hidden hidden denied seen   seen   hidden
experiences-of-state-csv       login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-experiences              login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-experiences-schools      login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-experiences-csv          login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-experiences-workbook     login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-school-experiences       login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-school-experiences-csv   login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-school-experiences-workbook login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-district-years           login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-district-summary         login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-district-summary-pdf     login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-school                   login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-district-gap             login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-district-value           login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-school-value             login  hidden hidden hidden hidden hidden denied seen   seen   hidden
state-school-share             login  hidden hidden hidden hidden hidden denied seen   seen   hidden
# definitions by program
api-definitions                login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-definition                 login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-definition-difference      login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-definition-dual-run        login  denied denied denied denied denied denied seen   seen   denied
# figures by program
api-organizations              login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-organization               login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-values                     login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-value                      login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-value-provenance           login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-plan-table                 login  seen   seen   seen   seen   denied denied seen   seen   denied
api-gaps                       login  seen   seen   seen   seen   denied denied seen   seen   denied
api-gap                        login  seen   seen   seen   seen   denied denied seen   seen   denied
api-gap-provenance             login  seen   seen   seen   seen   denied denied seen   seen   denied
api-gap-values                 login  seen   seen   seen   seen   denied denied seen   seen   denied
api-experiences                login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-experience-rows            login  seen   seen   seen   seen   seen   denied seen   seen   denied
api-experience-parts           login  seen   seen   seen   seen   denied denied seen   seen   denied
api-state-experiences          login  seen   seen   seen   seen   denied denied seen   seen   denied
api-state-experience-parts     login  seen   seen   seen   seen   denied denied seen   seen   denied
api-district-experiences       login  denied denied denied denied denied denied seen   seen   denied
api-runs                       login  denied denied denied denied denied denied seen   seen   denied
api-run                        login  denied denied denied denied denied denied seen   seen   denied
# files by program
api-uploads                    login  seen   seen   seen   denied denied denied seen   denied denied
POST api-uploads               login  denied seen   denied denied denied denied seen   denied denied
api-upload                     login  seen   seen   seen   denied denied denied seen   denied denied
api-upload-findings            login  seen   seen   seen   denied denied denied seen   denied denied
api-upload-changes             login  seen   seen   seen   denied denied denied seen   denied denied
api-upload-moved               login  seen   seen   seen   seen   denied denied seen   seen   denied
api-upload-leaving             login  seen   seen   seen   denied denied denied seen   denied denied
POST api-upload-leaving        login  denied seen   denied denied denied denied seen   denied denied
api-upload-confirmation        login  seen   seen   seen   denied denied denied seen   denied denied
POST api-upload-confirmation   login  denied seen   denied denied denied denied seen   denied denied
api-proposals                  login  seen   seen   seen   denied denied denied seen   denied denied
api-proposal                   login  seen   seen   seen   denied denied denied seen   denied denied
api-proposal-decision          login  seen   seen   seen   denied denied denied seen   denied denied
POST api-proposal-decision     login  denied denied denied denied denied denied seen   denied denied
# how a district's own exports are read, by program
api-mappings                   login  seen   seen   seen   denied denied denied seen   denied denied
POST api-mappings              login  denied seen   denied denied denied denied denied denied denied
api-mapping                    login  seen   seen   seen   denied denied denied seen   denied denied
api-mapping-versions           login  seen   seen   seen   denied denied denied seen   denied denied
POST api-mapping-versions      login  denied seen   denied denied denied denied denied denied denied
api-mapping-retirement         login  seen   seen   seen   denied denied denied seen   denied denied
POST api-mapping-retirement    login  denied seen   denied denied denied denied denied denied denied
# collections by program
api-collections                login  seen   seen   seen   denied denied denied seen   denied denied
api-collection                 login  seen   seen   seen   denied denied denied seen   denied denied
api-collection-findings        login  seen   seen   seen   denied denied denied seen   denied denied
api-collection-warnings        login  seen   seen   seen   denied denied denied seen   denied denied
api-collection-explanation     login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-explanation login  denied seen   seen   denied denied denied denied denied denied
api-collection-submission      login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-submission login  denied seen   denied denied denied denied denied denied denied
api-collection-certification   login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-certification login  denied denied seen   denied denied denied denied denied denied
api-collection-withdrawal      login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-withdrawal login  denied seen   seen   denied denied denied denied denied denied
api-collection-acceptance      login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-acceptance login  denied denied denied denied denied denied seen   denied denied
api-collection-return          login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-return     login  denied denied denied denied denied denied seen   denied denied
api-collection-reminder        login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-reminder   login  denied denied denied denied denied denied seen   denied denied
api-collection-estimate        login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-estimate   login  denied seen   seen   denied denied denied denied denied denied
api-burden                     login  seen   seen   seen   denied denied denied seen   denied denied
api-burden-of-all              login  denied denied denied denied denied denied seen   seen   denied
api-collection-window          login  seen   seen   seen   denied denied denied seen   denied denied
POST api-collection-window     login  denied denied denied denied denied denied seen   denied denied
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
        + f"{address.name:<30} "
        + "".join(f"{word:<7}" for word in words).rstrip()
    )
