"""Photographs on their way in: checked, turned upright, made small, freed of what cameras write into them."""

import io
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kongchuo_desktop.kit.errors import UserError, why

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 40 * 1024 * 1024  # a phone's photo has 3 to 12 MB
MOST_PIXELS = 120_000_000  # of a JPEG, which is read at a fraction; the largest phone cameras have 108 million
MOST_PLAIN_PIXELS = 50_000_000  # of a format that has to be read in full
LONGEST = 1600  # pixels of the longer side that are kept
USUAL_BYTES = 250 * 1024  # what a kept photo should not exceed
THUMBNAIL = 240  # pixels of its longer side
QUALITIES = (85, 78, 70, 60, 48, 36)
ORIGINAL_TIME, TIME, EXIF_BLOCK = 0x9003, 0x0132, 0x8769  # EXIF tags
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1"})
CAMERA = ("JPEG", "MPO")  # MPO: a JPEG with a second one behind it
FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "GIF", "TIFF")


@dataclass(frozen=True)
class Picture:
    """A photograph as it is kept: an upright JPEG without a camera's data; `taken_on` where the camera said so."""

    jpeg: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    taken_on: date | None = None


def take_in(source: Path | bytes, *, longest: int = LONGEST, most_bytes: int = USUAL_BYTES) -> Picture:
    """Check a picture and make it small; UserError, naming the file, for what can't be kept."""
    name = f"“{source.name}”" if isinstance(source, Path) else "这张图片"
    content = _content(source, name)
    image, taken_on = _opened(content, name)
    image.thumbnail((longest, longest))
    jpeg = _within(image, most_bytes)
    width, height = image.size
    image.thumbnail((THUMBNAIL, THUMBNAIL))
    return Picture(jpeg, _jpeg(image, 75), width, height, taken_on)


def smaller(jpeg: bytes, *, longest: int, quality: int = 78) -> bytes:
    """A kept photograph with a shorter longer side, for paper; unchanged where it is small enough already."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        if max(image.size) <= longest:
            return jpeg
        image.draft("RGB", (longest, longest))
        image.thumbnail((longest, longest))
        return _jpeg(image.convert("RGB"), quality)


def _content(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            size = source.stat().st_size
        except OSError as error:
            raise UserError(f"{name}打不开（{why(error)}），请检查文件是否还在，再选一次。") from error
    if size > MOST_BYTES:
        raise UserError(
            f"{name}有 {size / 1024 / 1024:.0f} MB，太大了（最多 40 MB）。请用手机拍的普通照片，或先缩小再选。"
        )
    if not size:
        raise UserError(f"{name}是空的，没有内容。请换一张照片。")
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as error:
        raise UserError(f"{name}读不出来（{why(error)}），请换一个地方保存后再选。") from error


def _opened(content: bytes, name: str) -> tuple["Image", date | None]:
    """The picture, upright and in plain colours, and the day it was taken."""
    from PIL import Image, UnidentifiedImageError

    if _is_heic(content):
        raise UserError(
            f"{name}是苹果手机的 HEIC 格式，这里读不了。请在手机“设置—相机—格式”里选“兼容性最佳”，或转成 JPG 再选。"
        )
    Image.init()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the limit below is ours
            image = Image.open(io.BytesIO(content), formats=FORMATS)
        with image:
            _not_too_large(image, name)
            taken_on = _taken_on(image)
            if image.format in CAMERA:
                image.draft("RGB", (LONGEST, LONGEST))
            return _upright(image), taken_on
    except MemoryError as error:
        raise UserError(f"{name}太大，这台电脑的内存不够打开它。请先缩小，或换一张照片。") from error
    except UserError:
        raise
    except Image.DecompressionBombError as error:
        raise UserError(f"{name}的像素太多，打开会占满内存。请先缩小，或换一张照片。") from error
    except UnidentifiedImageError as error:
        raise UserError(f"{name}不是能读的照片。请选 JPG 或 PNG 图片。") from error
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, OverflowError, TypeError, EOFError) as error:
        # what Pillow raises on broken files differs from format to format
        raise UserError(f"{name}不完整或已损坏，可能没有传完。请重新传一次，或换一张照片。") from error


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def _not_too_large(image: "Image", name: str) -> None:
    width, height = image.size
    if width * height > (MOST_PIXELS if image.format in CAMERA else MOST_PLAIN_PIXELS):
        raise UserError(f"{name}有 {width}×{height} 像素，太大了，打开会占满内存。请先缩小，或换一张照片。")


def _upright(image: "Image") -> "Image":
    """Turned as the camera was held; transparent parts become white."""
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        white = Image.new("RGB", turned.size, "white")
        white.paste(turned, mask=turned.getchannel("A"))
        return white
    return turned.convert("RGB")


def _taken_on(image: "Image") -> date | None:
    """The day by the camera's clock; a camera without a clock says 1970 or zeros."""
    try:
        exif = image.getexif()
        said = exif.get_ifd(EXIF_BLOCK).get(ORIGINAL_TIME) or exif.get(TIME)
        day = datetime.strptime(str(said)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a camera knows no time zone
    except Exception:  # noqa: BLE001 - a camera's data may be broken in any way; the picture is what counts
        return None
    return day if day.year >= 2000 else None


def _within(image: "Image", most: int) -> bytes:
    """The best quality that keeps to the limit; a picture that keeps to it in none is made shorter, in place."""
    while True:
        for quality in QUALITIES:
            jpeg = _jpeg(image, quality)
            if len(jpeg) <= most:
                return jpeg
        image.thumbnail((image.width * 3 // 4, image.height * 3 // 4))


def _jpeg(image: "Image", quality: int) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=quality, optimize=True)
    return kept.getvalue()
