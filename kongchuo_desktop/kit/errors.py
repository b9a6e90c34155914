"""The one kind of error that a teacher is shown as a sentence."""

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO)
_FAILING = (errno.EIO, errno.ESTALE)
_OPEN_ELSEWHERE = (32, 33)  # Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_NOT_READY = (21, 1167)  # Windows: ERROR_NOT_READY, ERROR_DEVICE_NOT_CONNECTED


class UserError(Exception):
    """A finished Chinese sentence: what happened, where, what to do. Everything else is a bug."""

    @property
    def sentence(self) -> str:
        """The sentence as the teacher reads it."""
        return str(self.args[0]) if self.args else ""


def why(error: OSError) -> str:
    """What the operating system said, in the words of the school office; its own words where we have none."""
    number, windows = error.errno, getattr(error, "winerror", None)
    if windows in _OPEN_ELSEWHERE or number == errno.EBUSY:
        return "正被别的程序打开"
    if windows in _NOT_READY:
        return "U盘可能已经拔出"
    for numbers, words in (
        (_FULL, "磁盘或U盘满了"),
        (_FORBIDDEN, "没有权限，或写保护着，或正被别的程序打开"),
        (_GONE, "找不到了，U盘可能已经拔出"),
        (_FAILING, "磁盘或U盘读写出错"),
        ((errno.ENAMETOOLONG,), "名称太长"),
    ):
        if number in numbers:
            return words
    return error.strerror or "系统没有说明原因"
