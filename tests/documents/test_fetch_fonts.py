"""Fetching fonts: only whole files with a known sum are kept. No network here."""

import hashlib
import importlib.util
import io
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "fetch_fonts.py"


@pytest.fixture
def fetching(tmp_path: Path) -> ModuleType:
    """The script as a module, with a list of two invented fonts and a download that makes archives."""
    spec = importlib.util.spec_from_file_location("fetch_fonts", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    fonts: list[dict[str, Any]] = [
        {
            "file": "Kai.ttf",
            "required": False,
            "sha256": hashlib.sha256(b"kai").hexdigest(),
            "sources": [
                {"kind": "npm", "package": "broken@1", "member": "package/Kai.ttf"},
                {"kind": "pip", "package": "kai==1", "member": "kai/Kai.ttf"},
            ],
        },
        {
            "file": "Song.ttf",
            "required": True,
            "sha256": hashlib.sha256(b"song").hexdigest(),
            "sources": [{"kind": "npm", "package": "song@1", "member": "package/Song.ttf"}],
        },
    ]
    module.listed = lambda: fonts  # type: ignore[attr-defined]
    contents = {"broken@1": b"something else", "song@1": b"song"}

    def npm(package: str, workshop: Path) -> Path:
        path = workshop / f"{package}.tgz"
        with tarfile.open(path, "w:gz") as archive:
            for name in ("package/Kai.ttf", "package/Song.ttf"):
                entry = tarfile.TarInfo(name)
                entry.size = len(contents[package])
                archive.addfile(entry, io.BytesIO(contents[package]))
        return path

    def pip(package: str, workshop: Path) -> Path:
        path = workshop / f"{package}.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("kai/Kai.ttf", b"kai")
        return path

    module.DOWNLOAD.update(npm=npm, pip=pip)
    return module


def test_what_fails_its_sum_is_not_kept_and_the_next_source_is_tried(fetching: ModuleType, tmp_path: Path) -> None:
    said: list[str] = []
    assert fetching.missing(tmp_path) == ["Song.ttf", "Kai.ttf"]
    assert fetching.ensure_fonts(tmp_path, said.append) == []
    assert (tmp_path / "Kai.ttf").read_bytes() == b"kai"
    assert any("校验不符" in line for line in said)
    assert not list(tmp_path.glob("*.part"))


def test_a_damaged_font_is_missing_and_fetched_again(fetching: ModuleType, tmp_path: Path) -> None:
    fetching.ensure_fonts(tmp_path, lambda _: None)
    (tmp_path / "Song.ttf").write_bytes(b"sonG!")
    assert fetching.missing(tmp_path) == ["Song.ttf"]
    assert fetching.ensure_fonts(tmp_path, lambda _: None) == []


def test_without_sources_it_says_what_lacks(fetching: ModuleType, tmp_path: Path) -> None:
    def nothing(package: str, _: Path) -> Path:
        raise fetching.NotFetchedError(package)

    fetching.DOWNLOAD.update(npm=nothing, pip=nothing)
    said: list[str] = []
    assert fetching.ensure_fonts(tmp_path, said.append) == ["Song.ttf", "Kai.ttf"]
    assert any("Kai.ttf 未取得" in line for line in said)
