"""The causes of a gap as a picture: the gap on top, its causes below it, and at their side arrows from each cause to
those that it feeds, with a head at both ends where two feed each other. Places alone; the page draws them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from monitoring.analysis.strategies.cause_graph import Link, circles, in_circles
from monitoring.analysis.strategies.causes import Confidence

from .queries import CauseShown, StudyShown

LEFT, WIDE, RIGHT = 40, 236, 84  # room for arrows to the gap, boxes, room for arrows between causes
LINE, PADDING, APART, LETTERS = 19, 11, 22, 27  # heights in units of the picture; letters that a line of a box holds
PORTS = 13  # between the ends of two arrows at one box
STROKES = {Confidence.HIGH: "sure", Confidence.SOME: "rather", Confidence.LOW: "unsure"}


@dataclass(frozen=True)
class Box:
    """`lines`: each with the height of its foot; the last one of a cause says how sure the district is."""

    y: int
    height: int
    lines: tuple[tuple[str, int], ...]
    kind: str
    x: int = LEFT
    width: int = WIDE
    text_x: int = LEFT + PADDING

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Arrow:
    """`both`: a head at its beginning, too."""

    path: str
    kind: str
    both: bool = False


@dataclass(frozen=True)
class CausePicture:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def build_picture(title: str, shown: StudyShown) -> CausePicture | None:
    """None where no cause is held. `title`: of the gap."""
    if not shown.held:
        return None
    boxes = _boxes(title, shown.held)
    places = {one.id: box for one, box in zip(shown.held, boxes[1:], strict=True)}
    up = [_to_gap(boxes[0], places[one.id], STROKES[one.confidence]) for one in shown.held]
    height = boxes[-1].y + boxes[-1].height + 2
    return CausePicture(LEFT + WIDE + RIGHT, height, tuple(boxes), (*up, *_between(shown, places)))


def circles_in_words(shown: StudyShown) -> tuple[str, ...]:
    """Each circle in a sentence."""
    titles = {one.id: f"“{one.title}”" for one in shown.held}
    return tuple(
        ", which feeds ".join((f"{titles[one[0]]} feeds {titles[one[1]]}", *(titles[key] for key in one[2:])))
        + f", which feeds {titles[one[0]]} again."
        for one in circles({link.ids for link in shown.links})
    )


def _boxes(title: str, held: Sequence[CauseShown]) -> list[Box]:
    texts = [(wrap(title, LETTERS, break_on_hyphens=False), "gap")]
    texts += [
        ([*wrap(one.title, LETTERS, break_on_hyphens=False), one.confidence.label], STROKES[one.confidence])
        for one in held
    ]
    found, top = [], 2
    for lines, kind in texts:
        height = LINE * len(lines) + 2 * PADDING - 4
        feet = (top + PADDING + LINE * (number + 1) - 7 for number in range(len(lines)))
        found.append(Box(top, height, tuple(zip(lines, feet, strict=True)), kind))
        top += height + APART
    return found


def _to_gap(gap: Box, cause: Box, kind: str) -> Arrow:
    return Arrow(f"M{LEFT} {cause.middle}H{LEFT // 3}V{gap.middle}H{LEFT - 2}", kind)


def _between(shown: StudyShown, places: dict[str, Box]) -> list[Arrow]:
    """One arrow a pair of causes. Thick where it closes a circle, dashed where only the library says so."""
    links = {one.ids: one for one in shown.links}
    round_about = in_circles(set(links))
    pairs = [ids for ids in links if (ids[1], ids[0]) not in links or ids[0] < ids[1]]
    ports = _ports(pairs, places)
    arrows = []
    for ids in pairs:
        both = (ids[1], ids[0]) in links
        is_own = links[ids].is_own or (both and links[ids[1], ids[0]].is_own)
        kind = " ".join(("link", *(("circle",) if ids in round_about else ()), *(() if is_own else ("library",))))
        arrows.append(Arrow(_arc(ports[ids, 0], ports[ids, 1], len(places)), kind, both))
    return arrows


def _ports(pairs: Sequence[Link], places: dict[str, Box]) -> dict[tuple[Link, int], int]:
    """The height at which each end of each arrow meets its box, so that no two meet in one point."""
    at: dict[str, list[tuple[int, Link, int]]] = defaultdict(list)
    for ids in pairs:
        for end in (0, 1):
            at[ids[end]].append((places[ids[1 - end]].y, ids, end))
    found = {}
    for key, ends in at.items():
        apart = min(PORTS, (places[key].height - 8) // len(ends))
        first = places[key].middle - apart * (len(ends) - 1) // 2
        for number, (_, ids, end) in enumerate(sorted(ends)):
            found[ids, end] = first + apart * number
    return found


def _arc(begin: int, end: int, many: int) -> str:
    """The further apart, the wider; within the picture however many there are."""
    edge, step = LEFT + WIDE + 3, LINE * 3 + APART
    out = edge + 26 + min(abs(end - begin) * 70 // (step * max(many - 1, 3)), RIGHT)
    return f"M{edge} {begin}C{out} {begin} {out} {end} {edge} {end}"
