"""Pages and pictures set by typst, in the Thai font that the project carries along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import fontpkg_sarabun
import typst

FONTS = fontpkg_sarabun.ROOT / "files"


class Misprint(RuntimeError):
    """The page would not look as it should, as with a font that is missing."""


def set_pages(
    template: Path,
    content: object,
    *,
    form: Literal["pdf", "png", "svg"],
    pixels_per_point: float = 2,
) -> list[bytes]:
    """Set `template` with `content`: one PDF, or one picture for each page; raises Misprint.

    The content reaches the template as JSON, so that no name in it is taken for markup. The
    same content gives the same bytes. It takes a while: call it in a thread.
    """
    told = json.dumps(content, ensure_ascii=False)
    return set_told(template, told, form=form, pixels_per_point=pixels_per_point)


def set_told(
    template: Path,
    told: str,
    *,
    form: Literal["pdf", "png", "svg"],
    pixels_per_point: float = 2,
) -> list[bytes]:
    """Do the same with content that is JSON already."""
    options: dict[str, Any] = {"ppi": 72 * pixels_per_point} if form == "png" else {}
    try:
        made, warnings = typst.compile_with_warnings(
            template,
            root=template.parent,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format=form,
            timestamp=0,
            sys_inputs={"content": told},
            **options,
        )
    except typst.TypstError as error:
        raise Misprint(error.message) from error
    if warnings:
        # A font that is missing is replaced with a mere warning, and marks land anywhere.
        raise Misprint("; ".join(warning.message for warning in warnings))
    return made if isinstance(made, list) else [made]
