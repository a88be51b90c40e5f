"""Plain text with as much form as it needs: a line that starts with '## ' is a heading, with '- ' an item of a list;
other lines are paragraphs.
"""

from __future__ import annotations

MARKS = {"heading": "## ", "list": "- "}
Block = tuple[str, list[str]]


def blocks_of(text: str) -> list[Block]:
    """(kind, lines) in order: 'heading' and 'text' hold one line each, 'list' its items.

    >>> blocks_of("What is done:\\n- Read it\\n- Share it")
    [('text', ['What is done:']), ('list', ['Read it', 'Share it'])]
    """
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        kind, mark = next(((kind, mark) for kind, mark in MARKS.items() if line.startswith(mark)), ("text", ""))
        if kind == "list" and blocks and blocks[-1][0] == "list":
            blocks[-1][1].append(line.removeprefix(mark))
        else:
            blocks.append((kind, [line.removeprefix(mark)]))
    return blocks
