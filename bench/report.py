"""bench.json and the table that is printed, from the same numbers."""

from __future__ import annotations

from typing import Any

from .rounds import IMPORT, Times

COMPUTING = ("values", "bands", "gaps")


def content(times: Times, machine: dict[str, object], *, rounds: int, is_real: bool) -> dict[str, Any]:
    """Medians in seconds, ratios beside the others, and what it was measured on."""
    medians = times.medians()
    computing = sum(medians[part] for part in COMPUTING)
    others = [name for name in ("pandas script", "bare parsing, Polars", "bare parsing, csv") if name in medians]
    return {
        "data": "published Massachusetts reports" if is_real else "invented state",
        "rounds": rounds,
        "seconds": medians,
        "ratios": {
            **{f"import / {name}": _ratio(medians[IMPORT], medians[name]) for name in others},
            **{f"values, bands and gaps / {name}": _ratio(computing, medians[name]) for name in others[:1]},
            **{f"read / {name}": _ratio(medians["read"], medians[name]) for name in others[1:]},
        },
        "machine": machine,
    }


def _ratio(ours: float, theirs: float) -> float:
    return round(ours / theirs, 2)


def as_text(found: dict[str, Any]) -> str:
    """Aligned lines for a terminal."""
    lines = [f"{found['data']}; medians of {found['rounds']} rounds"]
    lines += [f"{name:<44}{seconds:>9.3f} s" for name, seconds in found["seconds"].items()]
    lines += [f"{name:<44}{ratio:>9.2f}" for name, ratio in found["ratios"].items()]
    lines += [f"{name:<44}{value}" for name, value in found["machine"].items()]
    return "\n".join(lines)


def district_text(found: dict[str, dict[str, Any]]) -> str:
    """The same of district years, by size."""
    lines = []
    for size, parts in found.items():
        lines += [f"{f'{size}: {name}':<52}{seconds:>9.3f} s" for name, seconds in parts["seconds"].items()]
        lines += [f"{f'{size}: {name}':<52}{most:>9.0f} MB" for name, most in parts["megabytes"].items()]
        lines += [f"{f'{size}: {name}':<52}{ratio:>9.2f}" for name, ratio in parts["ratios"].items()]
    return "\n".join(lines)


def state_text(found: dict[str, dict[str, Any]]) -> str:
    """The same of whole states, by size."""
    lines = []
    for size, parts in found.items():
        lines += [f"{f'{size}: {name}':<72}{count:>12,}" for name, count in parts["size"].items()]
        each = {**{f"all of {year}": took for year, took in parts["years"].items()}, **parts["again"]}
        for name, took in each.items():
            lines += [f"{f'{size}: {name}: {part}':<72}{seconds:>12.3f} s" for part, seconds in took.items()]
        lines += [f"{f'{size}: pandas, {year}':<72}{seconds:>12.3f} s" for year, seconds in parts["pandas"].items()]
        lines += [f"{f'{size}: pandas / all of {year}':<72}{ratio:>12.2f}" for year, ratio in parts["ratios"].items()]
        for part, amount in parts["limit"].items():
            told = f"{amount:>12,.0f}" if part == "rows" else f"{amount:>12.3f} s"
            lines.append(f"{f'{size}: PostgreSQL alone, last year: {part}':<72}{told}")
        lines += [f"{f'{size}: {name}':<72}{most:>12.0f} MB" for name, most in parts["megabytes"].items()]
    return "\n".join(lines)


def experience_text(found: dict[str, dict[str, Any]]) -> str:
    """The same of reports on experiences, by size."""
    lines = []
    for size, parts in found.items():
        lines += [f"{f'{size}: {name}':<72}{count:>12,}" for name, count in parts["size"].items()]
        lines += [f"{f'{size}: {name}':<72}{seconds:>12.3f} s" for name, seconds in parts["seconds"].items()]
        of_processor = {f"{name}, of the processor": seconds for name, seconds in parts["processor"].items()}
        lines += [f"{f'{size}: {name}':<72}{seconds:>12.3f} s" for name, seconds in of_processor.items()]
        lines += [f"{f'{size}: {name}':<72}{most:>12.0f} MB" for name, most in parts["megabytes"].items()]
        lines += [f"{f'{size}: {name}':<72}{ratio:>12.2f}" for name, ratio in parts["ratios"].items()]
    return "\n".join(lines)
