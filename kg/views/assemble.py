"""How a page is put together: one HTML file that needs nothing but a browser.

The template and its data, styles and scripts are put into a single page. Its content security
policy <https://www.w3.org/TR/CSP3/> lets these very scripts and styles run, by their hashes, and
nothing else: no request leaves, nothing is evaluated, and Trusted Types forbid that text becomes
markup. This module knows how a page is put together, not what it says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

__all__ = ["render", "write_page"]

#: in JSON they can only stand inside a string, where an escape means the same
_ESCAPES: Final = {
    each: f"\\u{ord(each):04x}"
    for each in ("<", ">", "&", "\u2028", "\u2029", *map(chr, range(0x7F, 0xA0)))
}
#: HTML has no place for these, not even as references
_CONTROLS: Final = dict.fromkeys(
    (code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"), "\ufffd"
)


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    scripts: Sequence[str],
    library: str = "",
    **more: Any,
) -> str:
    """A page of a template of this package.

    Args:
        template: its name.
        data: what the scripts read, as JSON can hold it.
        scripts: names of our own scripts, in the order in which they build on each other.
        library: a foreign script with its licence note, which runs before them.
        more: what the template itself is told.
    """
    # a module of its own for each file would need `import`; one closure keeps them private
    own = "\n".join(_asset(f"{name}.js") for name in scripts)
    inline = [_inline_script(library)] if library else []
    inline.append(_inline_script(f'(() => {{\n"use strict";\n{own}}})();'))
    style = _asset("page.css")
    return (
        _environment()
        .get_template(template)
        .render(
            policy=_policy(inline, style),
            style=Markup(style),  # noqa: S704 - our own file
            scripts=[Markup(each) for each in inline],  # noqa: S704 - files of ours and of pyvis
            data=Markup(_json(data)),  # noqa: S704 - no character that markup knows is left in it
            **more,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kg.views"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_legible,
    )  # fmt: skip


def _legible(value: object) -> object:
    """What a template puts into the page, without characters that no page may hold."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return value.translate(_CONTROLS)


def write_page(path: str | Path, html: str) -> Path:
    """Write a page as UTF-8 with LF line ends, whole or not at all; the path of it."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="replace", newline="\n", dir=path.parent, delete=False
    ) as file:
        file.write(html)
    part = Path(file.name)
    # a temporary file is for its owner only; a page is like any other file
    umask = os.umask(0)
    os.umask(umask)
    part.chmod(0o666 & ~umask)
    return part.replace(path)


def _asset(name: str) -> str:
    return (files("kg.views") / "static" / name).read_text(encoding="utf-8")


def _json(data: object) -> str:
    """JSON that can stand inside a script element, whatever the data say.

    A lone surrogate cannot be written as UTF-8; it becomes a replacement character.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.encode("utf-8", "replace").decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def _inline_script(script: str) -> str:
    """The script in a form that cannot end its element; a browser hashes it with LF line ends."""
    lines = script.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: list[str], style: str) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            # vis-network sets styles through the object model, which needs no 'unsafe-inline'
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        ]
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
