"""Invented photographs for tests."""

import io
from typing import Any

from PIL import Image, ImageDraw


def photo(width: int = 640, height: int = 480, *, colour: str = "teal", kind: str = "JPEG", **how: Any) -> bytes:
    """A coloured picture with a light disc at its upper left."""
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).ellipse((width // 8, height // 8, width // 3, height // 3), fill="white")
    kept = io.BytesIO()
    image.save(kept, kind, **how)
    return kept.getvalue()
