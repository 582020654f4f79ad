"""The few pieces of SVG that the pictures need."""

from collections.abc import Iterable
from html import escape

INK = "#1f2933"
FAINT = "#8a94a0"
ALARM = "#b00020"

# Okabe and Ito's colours, told apart with every kind of colour vision; black is readable on them.
_PALETTE = ("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#9fb8d8", "#b7d8a0")


def colour(index: int) -> str:
    return _PALETTE[index % len(_PALETTE)]


def element(name: str, *children: str, **attributes: str | float) -> str:
    """Return an element; ``_`` in attribute names stands for ``-``, a trailing one is dropped."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{pairs}>{''.join(children)}</{name}>" if children else f"<{name}{pairs}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def text(content: str, x: float, y: float, size: float, **attributes: str | float) -> str:
    style: dict[str, str | float] = {"x": x, "y": y, "font_size": size, "fill": INK}
    return element("text", escape(content), **(style | attributes))


def tooltip(content: str) -> str:
    return element("title", escape(content))


def document(title: str, description: str, width: float, height: float, body: Iterable[str]) -> str:
    """Return a picture with a name and a description for those who do not see it."""
    return element(
        "svg",
        element("title", escape(title)),
        element("desc", escape(description)),
        element("rect", width=width, height=height, fill="white"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        role="img",
        aria_label=f"{title}: {description}",  # not by ids: a page may hold many pictures
        font_family="system-ui, 'DejaVu Sans', sans-serif",
    )
