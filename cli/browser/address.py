"""Where the app may be shown: addresses that only this machine reaches, and a port that nobody has."""

import errno
import ipaddress
import socket
from typing import ClassVar

from cli.failure import Misuse


class NotLoopback(Misuse):
    """The register would be shown to other machines, and nobody has to log in."""

    code: ClassVar[str] = "F822"

    def __init__(self, host: str) -> None:
        super().__init__("not-loopback", "loopback-only", host=host)


class PortTaken(Misuse):
    """Another program listens there already."""

    code: ClassVar[str] = "F823"

    def __init__(self, port: int) -> None:
        super().__init__("port-taken", "another-port", port=port)


class PortRefused(Misuse):
    """The system gives no such port to this person."""

    code: ClassVar[str] = "F824"

    def __init__(self, port: int, why: str) -> None:
        super().__init__("port-refused", "another-port", port=port, why=why)


def loopback(host: str) -> str:
    """The address that a name stands for.

    Args:
        host: `localhost`, or an address such as 127.0.0.1 or ::1.

    Returns:
        An address of this machine's own; names other than `localhost` are never looked up.

    Raises:
        NotLoopback: other machines could reach it, or it is no address.
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
    except ValueError as error:
        raise NotLoopback(host) from error
    if not address.is_loopback:
        raise NotLoopback(host)
    return str(address)


def listen(address: str, port: int) -> socket.socket:
    """Take a port.

    Args:
        address: as `loopback` gives it.
        port: 0 for any that is free.

    Raises:
        PortTaken: another program has it.
        PortRefused: the number is no port, or the system does not give it.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((address, port))
        taken.listen()
    except (OSError, OverflowError) as error:
        taken.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise PortTaken(port) from error
        raise PortRefused(port, getattr(error, "strerror", "") or str(error)) from error
    return taken


def written(address: str, port: int) -> str:
    """Address and port as a browser writes them."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
