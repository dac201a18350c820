"""The package as its users get it: the public names, the floors, the lock, and the wheel."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import venv
from importlib import metadata
from pathlib import Path
from typing import Final

import click
import pytest

import kg
from kg.resources import data_dir, ontology_dir, queries_dir

HOME = Path(__file__).parents[1]
NAMES = ["Graph", "KgError", "Relation", "Result", "Store", "__version__", "open"]


def test_the_public_names() -> None:
    assert sorted(kg.__all__) == NAMES
    assert dir(kg) == NAMES
    for name in NAMES:
        assert getattr(kg, name)
    assert kg.__version__ == metadata.version("bilateral-kg")


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'grpah'"):
        kg.grpah  # noqa: B018 - the access is what is tested


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, kg; print([name for name in sys.modules if name.startswith('kg.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_resources_of_a_checkout_are_its_own_folders() -> None:
    assert (ontology_dir(), queries_dir(), data_dir()) == (
        HOME / "ontology",
        HOME / "queries",
        HOME / "data",
    )


def test_modules_stay_under_500_lines() -> None:
    written = (file for file in (HOME / "kg").rglob("*.py") if file.parent.name != "vocab")
    assert not [file.name for file in written if len(file.read_bytes().splitlines()) >= 500]


class TestLock:
    """`requirements.lock`: everything pinned and hashed, and no registry named."""

    text: Final = (HOME / "requirements.lock").read_text(encoding="utf-8")
    pinned: Final = frozenset(re.findall(r"^([a-z0-9-]+)==\S+", text, re.MULTILINE))

    def test_every_dependency_is_locked(self) -> None:
        project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = project["optional-dependencies"]
        wanted = [*project["dependencies"], *extras["dev"], *extras["notebook"], *extras["server"]]
        wanted += extras["spark"]
        names = {re.split(r"[^A-Za-z0-9-]", one)[0].lower() for one in wanted}
        assert names - {"bilateral-kg"} <= self.pinned

    def test_every_entry_has_hashes(self) -> None:
        entries = re.split(r"^(?=\S)", self.text, flags=re.MULTILINE)[1:]
        # one of several versions is taken by the version of Python
        assert {entry.partition("==")[0] for entry in entries} == self.pinned
        assert all("--hash=sha256:" in entry for entry in entries)

    def test_no_registry_is_named(self) -> None:
        assert "://" not in self.text
        assert "--index" not in self.text


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment that has the wheel, and sees the libraries of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=HOME, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = folder.glob("bilateral_kg-*.whl")
    venv.create(folder / "env", symlinks=True)
    programs = folder / "env" / "bin"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", programs / "python", "install", "--quiet",
         "--no-deps", "--no-index", wheel],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    # what a .pth names comes last, and no .pth in there is read, such as the one to the checkout
    (own,) = (folder / "env").glob("lib/python*/site-packages")
    (own / "libraries.pth").write_text(str(Path(click.__file__).parents[1]), encoding="utf-8")
    return programs


def run(*command: object, where: Path) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=where, capture_output=True, text=True, check=True
    )
    return done.stdout


class TestWheel:
    """An installed wheel, outside of the repository."""

    def test_its_command_runs(self, installed: Path, tmp_path: Path) -> None:
        assert "Exit codes:" in run(installed / "kg", "--help", where=tmp_path)
        assert run(installed / "kg", "--version", where=tmp_path) == f"kg {kg.__version__}\n"
        assert (installed / "kg").read_text().startswith(f"#!{installed}")

    @pytest.mark.parametrize("folder", [ontology_dir(), queries_dir(), data_dir()])
    def test_it_carries_the_resources(self, installed: Path, tmp_path: Path, folder: Path) -> None:
        code = f"from kg import resources; print(resources.{folder.name}_dir())"
        packed = Path(run(installed / "python", "-c", code, where=tmp_path).strip())
        assert packed.is_relative_to(installed.parent)
        assert _contents(packed) == _contents(folder)

    def test_its_loaders_are_registered(self, installed: Path, tmp_path: Path) -> None:
        code = (
            "from importlib.metadata import entry_points; print(entry_points(group='kg.loaders'))"
        )
        assert "value='kg.loaders.sheet'" in run(installed / "python", "-c", code, where=tmp_path)

    def test_its_licences_travel_with_it(self, installed: Path) -> None:
        (licences,) = installed.parent.glob("lib/*/*/bilateral_kg-*.dist-info/licenses")
        assert set(_contents(licences)) == {"LICENSE", "data/LICENSE", "ontology/LICENSE"}


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
