"""What `make check` says of files: a function that is too long is named; docstring and blank lines do not count."""

from __future__ import annotations

from equityplan.check_sources import LONGEST_FUNCTION, long_functions


def function(lines: int, *, name: str = "act", before: str = "", indent: str = "") -> str:
    body = "".join(f"{indent}    x = {line}\n" for line in range(lines))
    contract = f'{indent}    """Contract,\n\n{indent}    in several lines.\n{indent}    """'
    return f"{indent}def {name}():\n{contract}\n{before}{body}"


def test_a_function_at_the_limit_is_short_enough() -> None:
    assert long_functions(function(LONGEST_FUNCTION, before="\n\n")) == []


def test_one_line_more_is_too_long_wherever_the_function_stands() -> None:
    told = "has 26 lines, at most 25: name a part of it"
    long = LONGEST_FUNCTION + 1
    assert long_functions(function(long)) == [f":1 act {told}"]
    assert long_functions("class A:\n" + function(long, name="method", indent="    ")) == [f":2 method {told}"]
    assert long_functions("async " + function(long)) == [f":1 act {told}"]


def test_a_function_of_a_docstring_alone_has_no_body() -> None:
    assert long_functions('def act():\n    """Contract."""\n') == []
