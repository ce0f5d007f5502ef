"""Pieces of sentences that the failures of this room share: commits, lists of names, what git or the system said.

Called by the modules that hold failures. Git's words stay as git wrote them; the system's own are put into Chinese.
"""

import errno
import os
from collections.abc import Sequence

_SYSTEM = {
    errno.EPERM: "不允许此操作",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EINTR: "操作被中断",
    errno.EIO: "磁盘读写出错",
    errno.ENXIO: "没有这个设备",
    errno.EAGAIN: "资源暂时不可用",
    errno.ENOMEM: "内存不足",
    errno.EACCES: "没有权限",
    errno.EBUSY: "正被占用",
    errno.EEXIST: "已经存在",
    errno.EXDEV: "不在同一个磁盘上",
    errno.ENODEV: "没有这个设备",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.EINVAL: "参数无效",
    errno.ENFILE: "系统打开的文件过多",
    errno.EMFILE: "打开的文件过多",
    errno.ETXTBSY: "文件正在运行",
    errno.EFBIG: "文件过大",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "文件系统为只读",
    errno.EMLINK: "链接过多",
    errno.ENAMETOOLONG: "名称过长",
    errno.ENOLCK: "没有可用的锁",
    errno.ENOSYS: "系统没有此功能",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ELOOP: "符号链接层数过多",
    errno.EOPNOTSUPP: "不支持此操作",
    errno.ENOTSUP: "不支持此操作",
    errno.ENOTCONN: "没有连接",
    errno.ETIMEDOUT: "连接超时",
    errno.EHOSTDOWN: "主机没有响应",
    errno.ESTALE: "网络磁盘上的文件已失效",
    errno.EDQUOT: "磁盘配额已用完",
}
_CHINESE = {os.strerror(number).casefold(): words for number, words in _SYSTEM.items()}
_ENDS = (".", "!", "?", "…", "。", "！", "？")


def short(reference: str) -> str:
    """Write a full reference name as people say it: `refs/heads/main` becomes `main`."""
    return reference.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def brief(commit: str | None) -> str:
    """Write a commit id short; `no commit` for None."""
    return commit[:12] if commit else "no commit"


def brief_zh(commit: str | None) -> str:
    """Write a commit id short, for a Chinese sentence."""
    return commit[:12] if commit else "无提交"


def names(paths: Sequence[str], most: int = 5) -> str:
    """List file names for a sentence, the first `most` of them and how many more."""
    listed = ", ".join(paths[:most])
    return f"{listed} and {len(paths) - most} more" if len(paths) > most else listed


def names_zh(paths: Sequence[str], most: int = 5) -> str:
    """List file names for a Chinese sentence."""
    listed = "、".join(paths[:most])
    return f"{listed} 等 {len(paths)} 个" if len(paths) > most else listed


def explain_zh(words: str) -> str:
    """What the system said, in Chinese; any other words stay as they are."""
    return _CHINESE.get(words.strip().casefold(), words)


def ended(words: str, stop: str = ".") -> str:
    """Git's or a hook's words as the end of a sentence: with a stop, unless they have one."""
    words = words.strip()
    return words if words.endswith(_ENDS) else words + stop


def sentence(clause: str, stop: str = ".") -> str:
    """A clause of a diagnostic as a sentence: capital letter first, a stop at the end."""
    return ended(clause[:1].upper() + clause[1:], stop)


def clause(sentence: str) -> str:
    """A sentence of a failure as a part of another one: small letter first (but for names as `UTF-8`), no full stop."""
    plain = sentence.removesuffix(".").removesuffix("。")
    return plain if plain[1:2].isupper() else plain[:1].lower() + plain[1:]
