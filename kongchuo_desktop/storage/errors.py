"""What can go wrong around the book, each with its own sentence and the way out."""

from pathlib import Path

from kongchuo_desktop.kit.errors import UserError


class BookMissing(UserError):
    """There is no file at the place of the book."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"找不到账本“{path.name}”（{path.parent}）。它可能被移走或改了名：请选择账本现在的位置，或者用“从备份恢复”找回。"
        )


class BookExists(UserError):
    """A new book must never take the place of another file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”已经存在。为了不覆盖原有的账本，请换一个名称或文件夹。")


class BookEmpty(UserError):
    """The file is 0 bytes, or too small to be a book."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path.name}”是空的或不完整，里面没有账本。请不要继续使用它，用“从备份恢复”取回最近的一份。")


class BookInUse(UserError):
    """Another process has the book open."""

    def __init__(self, path: Path, holder: str) -> None:
        by = f"({holder})" if holder else ""
        super().__init__(f"账本“{path.name}”已经在另一个窗口中打开{by}。请回到那个窗口，或先把它关闭。")


class KeysMissing(UserError):
    """No usable key-slot file, neither beside the book nor in this machine's copies."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"找不到账本“{path.name}”的钥匙文件，或者它已损坏。请把“{path.name}.keys”放回账本旁边；"
            "没有的话，用“从备份恢复”，每份备份里都有一份钥匙。"
        )


class WrongPassword(UserError):
    """No slot opens with this password."""

    def __init__(self) -> None:
        super().__init__("密码不对。请检查大小写和输入法后再试；忘记密码时，可以用打印出来的恢复码打开。")


class NoPasswordHere(UserError):
    """The slots were sealed on another machine: a password alone cannot open them here."""

    def __init__(self) -> None:
        super().__init__("这台电脑上还没有为这个账本设过密码。请输入恢复码打开，之后可以设定在本机使用的密码。")


class WrongRecoveryCode(UserError):
    """A well-formed recovery code that opens nothing."""

    def __init__(self) -> None:
        super().__init__(
            "恢复码打不开这个账本：它可能属于另一个账本，或者已被新的恢复码取代。请核对恢复码页上的校名和日期。"
        )


class RecoveryCodeTypo(UserError):
    """One group of the recovery code fails its check symbol; `group` counts from 1, 0 when groups are lacking."""

    def __init__(self, group: int, expected: int) -> None:
        self.group = group
        told = f"恢复码第 {group} 组抄写有误，请对照恢复码页改正。" if group else ""
        super().__init__(told or f"恢复码应当有 {expected} 组，每组 5 个字符，请检查有没有漏掉或多写。")


class BookDamaged(UserError):
    """The content fails its checks although the key is right."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"账本“{path.name}”的文件已损坏（多半是磁盘或U盘故障），不是密码问题。为了不让错误的数据混进来，已停止打开；"
            "请用“从备份恢复”取回最近一份验证过的备份。"
        )


class BookForeign(UserError):
    """The key opens it, but it is no book of this program or the book of another school."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path.name}”不是本校的账本（可能是别的学校或别的程序的文件）。请选择正确的账本，或者从备份恢复。"
        )


class BookNewer(UserError):
    """Written by a newer program; the file was not touched."""

    def __init__(self, path: Path, book: int, program: int) -> None:
        super().__init__(
            f"账本“{path.name}”是新版程序写的（账本第 {book} 版，本程序只认识到第 {program} 版）。文件没有被改动；"
            "请在这台电脑上安装新版程序后再打开。"
        )


class PlaceUnsuitable(UserError):
    """A place where the live book must not lie."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"账本不能放在“{path}”：{why}。请选择本机硬盘上的文件夹；U盘只用来存放备份。")


class DiskFull(UserError):
    """No space left, nothing was changed."""

    def __init__(self, path: Path, need: int = 0) -> None:
        room = f"，至少需要 {max(1, need // 1_000_000)} MB" if need else ""
        super().__init__(
            f"磁盘空间不足{room}：“{path}”所在的磁盘已满。刚才的操作没有保存，原有内容完好；请清理磁盘后再试。"
        )


class DiskReadOnly(UserError):
    """The book's place can't be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"不能写入“{path}”：文件或文件夹是只读的，或者没有权限。刚才的操作没有保存；请取消只读后再试。"
        )


class DiskTrouble(UserError):
    """Reading or writing failed underneath."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"读写“{path}”时磁盘出错，刚才的操作没有保存。请先关闭程序再打开一次；还是这样的话，请换一块磁盘并从备份恢复。"
        )


class AuditBroken(UserError):
    """The chain of the audit log does not hold."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        super().__init__(
            f"操作记录从第 {seq} 条起与校验不符，可能被人在程序之外改动过。请保留现状，并与最近的备份核对。"
        )


class BackupBroken(UserError):
    """A backup that fails its checks."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"备份“{path.name}”不完整或已损坏，不能使用。请在备份列表中选择另一份。")


class CopyFailed(UserError):
    """A copy that reads back differently or could not be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"复制到“{folder}”没有成功，读回来的内容与原件不同。请换一个U盘再试；原来的备份没有受影响。")
