"""The first line of a password file, as Notepad, PowerShell or a shell left it."""

import codecs
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_password(path: Path) -> str:
    """Without byte order mark and line end; blanks belong to the password. Raises UserError with what to do."""
    try:
        content = path.read_bytes()
    except (OSError, ValueError):
        raise UserError(f"读不到密码文件“{path}”，请检查路径。") from None
    try:
        text = content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"密码文件“{path}”不是 UTF-8 文本，请另存为 UTF-8 再试。") from None
    password = text.partition("\n")[0].removesuffix("\r")
    if not password:
        raise UserError(f"密码文件“{path}”的第一行是空的，请把密码写在第一行。")
    return password
