"""A filter in the Linux kernel: no network, no new programs, no changed file, no reach into other processes.

The program is handed to the kernel by `prctl`; it stays with the process to its end and holds for machine code too,
where a Python-level refusal would not. Refused calls fail with EACCES, so that what tries them gets an OSError.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_THREAD = 0x10000
_X32 = 0x40000000

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Numbers of the calls on x86_64 and on aarch64; None where the call is not there.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    # network
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "bind": (49, 200),
    "listen": (50, 201),
    "socketpair": (53, 199),
    "accept4": (288, 242),
    "sendmmsg": (307, 269),
    # programs, and other processes
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    # files
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "rename": (82, None),
    "mkdir": (83, None),
    "rmdir": (84, None),
    "creat": (85, None),
    "link": (86, None),
    "unlink": (87, None),
    "symlink": (88, None),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "utime": (132, None),
    "mknod": (133, None),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "utimes": (235, None),
    "mkdirat": (258, 34),
    "mknodat": (259, 33),
    "fchownat": (260, 54),
    "futimesat": (261, None),
    "unlinkat": (263, 35),
    "renameat": (264, 38),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "fchmodat": (268, 53),
    "utimensat": (280, 88),
    "renameat2": (316, 276),
    "fchmodat2": (452, 452),
    # the system
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "mount": (165, 40),
    "umount2": (166, 39),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
}
# Calls that keep their flags in memory, where a filter cannot look: the C library does without them when told to.
_ABSENT: dict[str, tuple[int | None, int | None]] = {"clone3": (435, 435), "openat2": (437, 437)}
# `open` and `openat`, and which of their arguments are the flags.
_OPENING: tuple[tuple[tuple[int | None, int | None], int], ...] = (((2, None), 1), ((257, 56), 2))
_CLONE, _KILL, _TGKILL = (56, 220), (62, 129), (234, 131)


def supported() -> bool:
    """Whether this system is one that the filter is written for."""
    return sys.platform == "linux" and platform.machine() in _ARCHITECTURES and sys.maxsize > 2**32


def install() -> bool:
    """Filter this process from now on; False where the kernel does not offer it."""
    if not supported():
        return False
    code = _program(list(_ARCHITECTURES).index(platform.machine()))
    kept = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(kept))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    return not (prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) or prctl(_SET_SECCOMP, _FILTER_MODE, program, 0, 0))


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def _program(column: int) -> bytes:
    """The filter for one architecture: instructions of eight bytes, each question followed by its answer."""
    refuse, absent = _step(_RETURN, _REFUSE | errno.EACCES), _step(_RETURN, _REFUSE | errno.ENOSYS)
    # The other calling conventions of the same processor count calls otherwise.
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, list(_ARCHITECTURES.values())[column], 1, 0),
        refuse,
        _step(_LOAD, _NUMBER),
        _step(_ABOVE, _X32, 0, 1),
        refuse,
    ]
    for calls, answer in ((_REFUSED, refuse), (_ABSENT, absent)):
        for numbers in calls.values():
            if (number := numbers[column]) is not None:
                steps += [_step(_EQUAL, number, 0, 1), answer]
    for numbers, flags in _OPENING:
        if (number := numbers[column]) is not None:
            steps += _asked(number, flags, _step(_ANY_BIT, _WRITING, 0, 1), refuse)
    steps += _asked(_CLONE[column], 0, _step(_ANY_BIT, _THREAD, 1, 0), refuse)
    for own in (_KILL, _TGKILL):
        steps += _asked(own[column], 0, _step(_EQUAL, os.getpid(), 1, 0), refuse)
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def _asked(number: int, argument: int, question: bytes, refuse: bytes) -> list[bytes]:
    """Steps that refuse a call by one of its arguments and allow it otherwise."""
    load = _step(_LOAD, _ARGUMENTS + 8 * argument)
    return [_step(_EQUAL, number, 0, 4), load, question, refuse, _step(_RETURN, _ALLOW)]
