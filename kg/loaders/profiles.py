"""The profiles of annotation schemes: shipped ones by their names, others by their files."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from kg.errors import InputError, InvalidInputError, SchemaProblem
from kg.loaders.files import is_there
from kg.loaders.marks import Tree, read_tree
from kg.standoff import Profile, own_profile

__all__ = ["profile_of", "shipped"]

_FOLDER: Final = Path(__file__).parents[1] / "standoff" / "profiles"


def shipped() -> dict[str, Path]:
    """The profiles that come with the package, by name."""
    return {path.stem: path for path in sorted(_FOLDER.glob("*.yaml"))}


@cache
def profile_of(name: str | Path | None) -> Profile:
    """A profile by its name or its file; without one, our own names are the labels.

    Raises:
        InvalidInputError: there is none of that name, or the file has problems.
    """
    if name is None:
        return own_profile()
    known = shipped()
    path = known.get(str(name), Path(name))
    if not is_there(path):
        problem = InputError(
            f"no profile {str(name)!r}", expected=f"a file, or one of {', '.join(known)}",
            near=tuple(difflib.get_close_matches(str(name), known, 3)),
        )  # fmt: skip
        raise InvalidInputError((problem,))
    tree = read_tree(path)
    if tree.problems:
        raise InvalidInputError(tree.problems)
    try:
        return Profile.model_validate(tree.data)
    except ValidationError as error:
        raise InvalidInputError(tuple(_problems(error, tree))) from error


def _problems(error: ValidationError, tree: Tree) -> list[InputError]:
    found: list[InputError] = []
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        line, column = tree.mark(path)
        where = ".".join(map(str, path)) or "the profile"
        message, _, expected = detail["msg"].rpartition("expected ")
        if detail["type"] in ("extra_forbidden", "missing"):
            known = {"extra_forbidden": "unknown key", "missing": "the key is missing"}
            message, expected = known[detail["type"]], ""
        found.append(
            SchemaProblem(
                f"{where}: {(message or detail['msg']).strip(' ,:')}"
                if not expected or message
                else f"wrong value of {where}",
                tree.file,
                line,
                column,
                expected,
            )
        )
    return found
