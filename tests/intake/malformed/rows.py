"""Damage to headers and whole rows, and data on persons."""

from __future__ import annotations

from collections.abc import Callable

from monitoring.intake.reports.column import Column
from tests.intake.malformed.good import Draft
from tests.intake.malformed.kind import Kind, kind
from tests.intake.malformed.words import CYRILLIC

FOR_SMALL = str.maketrans("aeocpx", "аеосрх")

HIDDEN = ("\u200b", "\u202e", "\u200f", "\ufeff", "\u00ad", "\u2066", "\u00a0", "\u2003", "\t")


def refusing(name: str, damage, *errors: str, **more: object) -> Kind:  # type: ignore[no-untyped-def]
    """What ends the file as a whole."""

    def done(draft: Draft) -> bool:
        draft.told_in = draft.told_in or None
        return damage(draft) is not False

    return kind(name, done, *errors, verdict="refused", **more)  # type: ignore[arg-type]


def always(damage: Callable[[Draft], None]) -> Callable[[Draft], bool]:
    """Damage that can be done to any table."""

    def done(draft: Draft) -> bool:
        damage(draft)
        return True

    return done


def required(draft: Draft) -> list[Column]:
    return [column for column in draft.good.columns if column.required]


def title_of(draft: Draft, column: Column) -> int:
    return draft.good.place(column.name)


def widen(draft: Draft, title: str, cells: list[str], place: int | None = None) -> None:
    at = len(draft.rows[0]) if place is None else place
    for row, cell in zip(draft.rows, [title, *cells], strict=True):
        row.insert(at, cell)


def a_column_twice(draft: Draft) -> None:
    column = draft.random.choice(required(draft))
    widen(
        draft, draft.rows[0][title_of(draft, column)].upper(), [row[title_of(draft, column)] for row in draft.rows[1:]]
    )


def a_lookalike_header(draft: Draft) -> bool:
    places = [place for column in required(draft) if _imitated(draft.rows[0][place := title_of(draft, column)])]
    if not places:
        return False
    place = draft.random.choice(places)
    draft.rows[0][place] = _imitated(draft.rows[0][place])
    return True


def a_lookalike_header_of_an_optional_column(draft: Draft) -> bool:
    optional = [one for one in draft.good.columns if not one.required and one.name not in ("school_year", "org_name")]
    places = [place for column in optional if _imitated(draft.rows[0][place := title_of(draft, column)])]
    if not places:
        return False
    place = draft.random.choice(places)
    draft.rows[0][place] = _imitated(draft.rows[0][place])
    return True


def _imitated(title: str) -> str:
    changed = title.translate(FOR_SMALL | CYRILLIC)
    return "" if changed == title else changed


def a_needed_column_gone(draft: Draft) -> None:
    place = title_of(draft, draft.random.choice(required(draft)))
    for row in draft.rows:
        del row[place]


def no_header(draft: Draft) -> None:
    del draft.rows[0]


def turned(*, persons: bool) -> Callable[[Draft], bool]:
    """Rows as columns. No row names them, so an id has no column of its own."""

    def damage(draft: Draft) -> bool:
        draft.rows = [list(cells) for cells in zip(*draft.rows, strict=True)]
        return persons == bool(draft.good.report.persons)

    return damage


def header_alone(draft: Draft) -> None:
    del draft.rows[1:]


def all_in_one_column(draft: Draft) -> None:
    draft.rows = [[" ".join(row)] for row in draft.rows]


def personal_column(*titles: str):  # type: ignore[no-untyped-def]
    def damage(draft: Draft) -> None:
        title = draft.random.choice(titles)
        widen(draft, title, ["x", "", "y"], draft.random.randint(0, len(draft.rows[0])))

    return damage


def personal_cell(*cells: str):  # type: ignore[no-untyped-def]
    def damage(draft: Draft) -> None:
        widen(draft, "Remark", ["", draft.random.choice(cells), ""])

    return damage


def personal_in_place(*cells: str):  # type: ignore[no-untyped-def]
    def damage(draft: Draft) -> None:
        draft.rows[draft.row][draft.random.randrange(len(draft.rows[0]))] = draft.random.choice(cells)

    return damage


def a_row_twice(*, in_own: bool) -> Callable[[Draft], bool]:
    """In own layouts an error, in reports of the state a remark."""

    def damage(draft: Draft) -> bool:
        if not _has_keys(draft) or draft.good.is_own != in_own:
            return False
        draft.rows.append(list(draft.rows[draft.row]))
        draft.told_in = {(draft.line(4), None)} if in_own else draft.told_in
        return True

    return damage


def a_key_twice(draft: Draft) -> bool:
    """Two rows of one key that differ in a number."""
    numbers = [one for one in draft.good.columns if one.kind.numeric]
    if not _has_keys(draft) or not numbers:
        return False
    other, place = list(draft.rows[draft.row]), draft.good.place(numbers[0].name)
    other[place] = "1" if other[place] != "1" else "2"
    draft.rows.append(other)
    title = None
    draft.told_in = {(draft.line(draft.row), title), (draft.line(4), title)}
    return True


def _has_keys(draft: Draft) -> bool:
    return bool(draft.good.report.key) or draft.good.report.unit not in ("none", "sender")


def the_header_again(draft: Draft) -> bool:
    draft.rows.append(list(draft.rows[0]))
    return True


def a_header_in_another_order(draft: Draft) -> bool:
    first, second, *others = draft.rows[0]
    draft.rows.append([second, first, *others])
    return True


def a_remark_below(draft: Draft) -> bool:
    if not draft.good.report.has("org_code"):
        return False
    draft.rows += [[], ["Source: the district's own system."], ["* preliminary"]]
    return True


def totals(draft: Draft) -> bool:
    """The state's row at the end."""
    unwanted = ("organizations", "dese_per_pupil_spending", "dese_teacher_salaries", "dese_evaluation_district")
    report = draft.good.report
    if report.unit not in ("school", "any") or report.persons or report.id in (*unwanted, "dese_evaluation_school"):
        return False
    row = list(draft.rows[1])
    row[draft.good.place("org_code")] = "00000000"
    if any(column.name == "org_name" for column in draft.good.columns):
        row[draft.good.place("org_name")] = "State Totals"
    draft.rows.append(row)
    return True


def a_surplus_cell(draft: Draft) -> None:
    draft.rows[draft.row] += [draft.random.choice(["5", "x", "(revised)"])]
    draft.told_in = {(draft.line(draft.row), None)}


def an_unknown_column(draft: Draft) -> None:
    place = draft.random.randint(0, len(draft.rows[0]))
    widen(draft, draft.random.choice(["Remark", "Color", "\u0391\u03b2\u03b3", "\U0001f642"]), ["a", "b", "c"], place)


def an_empty_column(draft: Draft) -> None:
    widen(draft, "", ["", "", ""], draft.random.randint(0, len(draft.rows[0])))


def columns_in_another_order(draft: Draft) -> None:
    order = list(range(len(draft.rows[0])))
    draft.random.shuffle(order)
    draft.rows = [[row[place] for place in order] for row in draft.rows]


def headers_written_otherwise(draft: Draft) -> None:
    forms = (
        str.upper,
        lambda title: f"  {title} ",
        lambda title: f"\ufeff{title}",
        lambda title: title.replace("_", " "),
    )
    draft.rows[0] = [draft.random.choice(forms)(title) for title in draft.rows[0]]


def unseen_signs(draft: Draft) -> None:
    """No-break blanks, marks of direction and others about the cells of a row."""
    draft.rows[draft.row] = [
        f"{draft.random.choice(HIDDEN)}{cell}{draft.random.choice(HIDDEN)}" if cell else draft.random.choice(HIDDEN)
        for cell in draft.rows[draft.row]
    ]


SSN, MAIL = ["123-45-6789", "987-65-4321"], ["ann@example.org", "a.b+c@mail.example.com", "X@Y.ZZ"]
PERSONAL = "E-FILE-PERSONAL"

KINDS = [
    refusing("a column twice", a_column_twice, "E-FILE-COLUMN-TWICE"),
    refusing("a look-alike header", a_lookalike_header, "E-FILE-LOOKALIKE"),
    refusing("a look-alike header of an optional column", a_lookalike_header_of_an_optional_column, "E-FILE-LOOKALIKE"),
    refusing("a needed column gone", a_needed_column_gone, "E-FILE-UNKNOWN"),
    refusing("no header", no_header, "E-FILE-UNKNOWN"),
    refusing("rows as columns", turned(persons=False), "E-FILE-UNKNOWN"),
    refusing("rows of persons as columns", turned(persons=True), PERSONAL),
    refusing("the header alone", header_alone, "E-FILE-HEADER-ONLY"),
    refusing("all in one column", all_in_one_column, "E-FILE-UNKNOWN"),
    refusing("a column of names", personal_column("First Name", "LAST_NAME", "Teacher Name", "Full name"), PERSONAL),
    refusing("a column of numbers of persons", personal_column("SSN", "Social Security Number", "LASID"), PERSONAL),
    refusing("a column of births and addresses", personal_column("DOB", "E-Mail", "Phone", "Date of Birth"), PERSONAL),
    refusing("a social security number beside", personal_cell(*SSN), PERSONAL),
    refusing("an address beside", personal_cell(*MAIL), PERSONAL),
    refusing("personal data in a cell of the layout", personal_in_place(*SSN, *MAIL), PERSONAL),
    kind("a row twice", a_row_twice(in_own=False), remarks=["I-ROW-DUPLICATE"], same=True),
    kind("a row of a layout twice", a_row_twice(in_own=True), "E-ROW-TWICE"),
    kind("a key twice", a_key_twice, "E-ROW-CONFLICT"),
    kind("the header again", the_header_again, remarks=["I-ROW-HEADER"], same=True),
    refusing("a header in another order", a_header_in_another_order, "E-FILE-OTHER-HEADER"),
    kind("a remark below", a_remark_below, remarks=["I-ROW-NOTE"], same=True),
    kind("totals below", totals, remarks=["I-ROW-TOTALS"], same=True),
    kind("a surplus cell", always(a_surplus_cell), "E-ROW-SHIFTED"),
    kind("an unknown column", always(an_unknown_column), remarks=["I-FILE-UNKNOWN-COLUMNS"], same=True),
    kind("an empty column", always(an_empty_column), same=True),
    kind("columns in another order", always(columns_in_another_order), same=True),
    kind("headers written otherwise", always(headers_written_otherwise), same=True),
    kind("unseen signs", always(unseen_signs), same=True),
]
