"""Which addresses of remotes are handed to git: https, ssh, the short ssh form, an absolute path.

Anything else (`ext::`, `fd::`, `file://`, options in disguise, passwords in the address) is refused, because git would
run a program for it, send it unencrypted, or write the password into files. Source: SECURITY.md.
"""

import re

from store.refusal import AddressRefused

WITH_CREDENTIALS = "it holds a password, which git would write into its files and messages"
WITH_CREDENTIALS_ZH = "地址里有口令，git 会把它写进文件和提示"
_MISSHAPEN = "it is empty, too long, begins with `-` or holds control characters"
_OTHER_FORM = "it is neither https, ssh, user@host:path nor an absolute path"
_CHINESE = {
    WITH_CREDENTIALS: WITH_CREDENTIALS_ZH,
    _MISSHAPEN: "地址为空、过长、以 `-` 开头或含控制字符",
    _OTHER_FORM: "既不是 https、ssh、用户@主机:路径，也不是绝对路径",
}
_LONGEST = 2048
_HOST = r"(?!-)[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]"
_USER = r"(?!-)[A-Za-z0-9._+-]+@"
_HTTPS = re.compile(rf"https://(?:{_USER})?(?:{_HOST})(?::\d+)?(?:/.*)?")
_SSH = re.compile(rf"ssh://(?:{_USER})?(?:{_HOST})(?::\d+)?/.*")
_SHORT_SSH = re.compile(rf"(?![A-Za-z]:)(?:{_USER})?(?:{_HOST}):(?!:)(?!-).+")
_HELPER = re.compile(r"[^/:@\[]*::")
_SCHEMES = frozenset({"file", "ftp", "ftps", "git", "git+ssh", "http", "https", "ssh", "ssh+git"})
_SECRET = re.compile(r"[a-z+]+://[^/@]*:[^/@]*@.*")


def check_address(address: str) -> None:
    """Let an address pass that may be handed to git.

    Raises:
        AddressRefused: it may not, with the reason.
    """
    if reason := refuse_address(address):
        raise AddressRefused(hide_secret(address), reason, why_zh=_CHINESE[reason])


def refuse_address(address: str) -> str:
    """Say why an address may not be handed to git; empty if it may."""
    if not address or len(address) > _LONGEST or not address.isprintable() or address.startswith("-"):
        return _MISSHAPEN
    if _SECRET.fullmatch(address):
        return WITH_CREDENTIALS
    if address.startswith("/"):
        return ""
    if _HTTPS.fullmatch(address) or _SSH.fullmatch(address):
        return ""
    if "://" not in address and _SHORT_SSH.fullmatch(address):
        return ""
    return _OTHER_FORM


def runs_program(address: str) -> bool:
    """Whether git would start a helper program that the address names: `name::rest` or an unusual scheme."""
    scheme, separator, _ = address.partition("://")
    return bool(_HELPER.match(address)) or (bool(separator) and scheme not in _SCHEMES)


def hide_secret(address: str) -> str:
    """Write an address without the password it may hold."""
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:***@", address)
