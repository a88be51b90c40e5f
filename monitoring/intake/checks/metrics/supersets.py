"""Measures that contain others, as data. Not a rule: rules read it."""

from __future__ import annotations

# (contained, containing): whoever counts for the first counts for the second.
SUPERSETS: tuple[tuple[str, str], ...] = (
    ("T_EXP_LT1", "T_EXP_LE1"),
    ("T_EXP_LE1", "T_EXP_LT3"),
    ("T_EXP_LT3", "T_EXP_LT4"),
    ("T_EXP_LE1", "T_EXP_LT4"),
    ("P_EXP_LT1", "P_EXP_LE1"),
    ("P_EXP_LE1", "P_EXP_LT3"),
    ("P_EXP_LT3", "P_EXP_LT4"),
    ("T_ABS_GT10", "T_ABS_GE10"),
    ("T_ABS_GT10_NOLEAVE", "T_ABS_GT10"),
    ("T_ABS_GE10_NOLEAVE", "T_ABS_GE10"),
    ("T_OOF_80", "T_OOF"),
    ("T_UNLICENSED", "T_UNQ"),
    ("T_WAIVER_PROV", "T_UNQ"),
    ("T_UNQ", "T_UNQ_STRICT"),
    ("T_UNQ_LICENSE", "T_UNQ"),
    ("T_UNQ_EMERGENCY", "T_UNQ"),
    *((f"{role}_TURN_{end}", f"{role}_TURN") for role in "TP" for end in ("EXIT", "MOVE", "SCHOOL", "ROLE", "DIED")),
)
