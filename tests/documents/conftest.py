"""The faces and a reader, made once."""

import pytest

from kongchuo_desktop.documents.faces import Typefaces, load_typefaces
from tests.paper_reader import PaperReader


@pytest.fixture(scope="session")
def typefaces() -> Typefaces:
    """The bundled faces."""
    return load_typefaces()


@pytest.fixture(scope="session")
def reader() -> PaperReader:
    """Reads PDFs back."""
    return PaperReader()
