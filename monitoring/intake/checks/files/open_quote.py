"""E-FILE-OPEN-QUOTE: A quotation mark is never closed."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-OPEN-QUOTE",
    title="A quotation mark is never closed",
    message="A quotation mark is opened and never closed, in or before line {row}. What follows cannot be cut into "
    "cells.",
    fix="Close the quotation mark, or remove it, and send the file again.",
)
