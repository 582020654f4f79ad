"""HTML by hand: every text is escaped unless it says that it is HTML already."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

_VOID = frozenset({"meta"})


class Html(str):
    """Text that is HTML already; only ``element`` and drawings of ours make it."""

    __slots__ = ()


Child = str | Iterable["Html"]


def element(tag: str, *children: Child, **attributes: str | None) -> Html:
    """Return an element; ``class_`` stands for ``class``, ``data_x`` for ``data-x``."""
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in _VOID:
        return Html(f"<{tag}{given}>")
    return Html(f"<{tag}{given}>{''.join(map(_inside, children))}</{tag}>\n")


def _inside(child: Child) -> str:
    if isinstance(child, Html):
        return child
    return escape(child) if isinstance(child, str) else "".join(child)


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numeric: frozenset[int] = frozenset(),
    prose: frozenset[int] = frozenset(),
) -> Html:
    """Return a table whose first column names its rows; columns without any content are left out.

    ``numeric`` columns stand to the right, ``prose`` ones may break their lines.
    """
    shown = [index for index in range(len(heads)) if any(row[index] for row in rows)]

    def look(index: int) -> str | None:
        return "number" if index in numeric else "prose" if index in prose else None

    def cells(row: Sequence[str]) -> Iterator[Html]:
        for index in shown:
            if index == 0:
                yield element("th", row[0], scope="row", class_=look(0))
            else:
                yield element("td", row[index], class_=look(index))

    heading = [element("th", heads[index], scope="col", class_=look(index)) for index in shown]
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", heading)),
            element("tbody", [element("tr", cells(row)) for row in rows]),
        ),
        class_="wide",
        role="region",
        aria_label=caption,
        tabindex="0",
    )
