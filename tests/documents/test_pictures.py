"""Photographs taken in: upright, small, without a camera's data; whatever is no picture gets a sentence."""

import io
import struct
import zlib
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import LONGEST, MOST_BYTES, THUMBNAIL, USUAL_BYTES, smaller, take_in
from tests.documents.pictures import photo


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def light(jpeg: bytes, place: tuple[int, int]) -> bool:
    colour = opened(jpeg).convert("L").getpixel(place)
    return isinstance(colour, int) and colour > 240


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF"])
def test_usual_formats_become_a_small_jpeg(kind: str) -> None:
    kept = take_in(photo(2400, 1200, kind=kind))
    assert opened(kept.jpeg).size == (kept.width, kept.height) == (LONGEST, LONGEST // 2)
    assert max(opened(kept.thumbnail).size) == THUMBNAIL
    assert len(kept.jpeg) <= USUAL_BYTES


def test_a_turned_camera_gives_an_upright_picture_without_its_data() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "一台手机"
    exif.get_ifd(0x8825)[2] = (29.0, 30.0, 0.0)  # where it was taken
    exif.get_ifd(0x8769)[0x9003] = "2026:10:12 15:30:00"
    kept = take_in(photo(800, 600, exif=exif))
    assert (kept.width, kept.height) == (600, 800)
    assert kept.taken_on == date(2026, 10, 12)
    assert not dict(opened(kept.jpeg).getexif())
    assert light(kept.jpeg, (480, 160))  # the disc moved to the upper right


def test_a_noisy_picture_still_keeps_to_the_limit() -> None:
    noise = Image.effect_noise((1600, 1600), 120).convert("RGB")
    kept = io.BytesIO()
    noise.save(kept, "JPEG", quality=98)
    assert len(take_in(kept.getvalue()).jpeg) <= USUAL_BYTES


def test_transparent_parts_become_white() -> None:
    image = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    assert light(take_in(kept.getvalue()).jpeg, (10, 10))


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has next to no content."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"),
        ("学校安全工作计划".encode(), "不是能读的照片"),
        (b"%PDF-1.7\n1 0 obj", "不是能读的照片"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (photo()[:600], "不完整"),
        (photo(kind="PNG")[:300], "不完整"),
        (png_header(40_000, 40_000), "像素"),
        (png_header(2**31 - 1, 2**31 - 1), ""),
        (b"\xff\xd8" + b"\0" * MOST_BYTES, "40 MB"),
    ],
)
def test_what_is_no_picture_gets_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(UserError) as refused:
        take_in(content)
    assert told in str(refused.value)
    assert str(refused.value).endswith("。")


def test_a_file_is_named_and_a_missing_one_too(tmp_path: Path) -> None:
    wrong = tmp_path / "安排表.jpg"
    wrong.write_bytes(b"not a picture")
    with pytest.raises(UserError, match="安排表"):
        take_in(wrong)
    with pytest.raises(UserError, match=r"没有这张\.jpg"):
        take_in(tmp_path / "没有这张.jpg")


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_broken_pictures_are_taken_in_or_refused_never_more(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"]))
    content = bytearray(photo(60, 40, kind=kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UserError):
        assert take_in(bytes(content)).jpeg[:2] == b"\xff\xd8"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_get_a_sentence(content: bytes) -> None:
    with pytest.raises(UserError):
        take_in(content)


def test_smaller_for_paper() -> None:
    kept = take_in(photo(1600, 1200)).jpeg
    assert opened(smaller(kept, longest=800)).size == (800, 600)
    assert smaller(kept, longest=1600) is kept
