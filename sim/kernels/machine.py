"""Machine code of kernels: kept in files, loaded without a compiler.

A file holds one kernel for one list of argument types, as LLVM made it for this processor, and the
names of what it calls outside (the C library, Python). LLVM alone links it into the process; Numba,
whose import takes longer than a short run, is needed only where a file is missing.
"""

import ctypes
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.kernels.cache import cache_folder

if TYPE_CHECKING:
    from sim.kernels.compiling import Kernel

SUFFIX = ".kernel"
ENTRY = "entry"
"""Every kernel's function that Python calls begins with this, see `sim.kernels.entries`."""

_METH_FASTCALL = 0x0080


class _MethodDef(ctypes.Structure):
    """What Python's C interface calls PyMethodDef."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


CONSTANTS = ("address", None, float, TypeError, RuntimeError)
"""Objects that entries need: they get them as what a method gets as `self`."""

_kept: list[Any] = []
"""Definitions of functions, which Python only points to."""


@cache
def _target() -> tuple[Any, str]:
    """LLVM's machine for this processor, and a hash of all that makes code fit for it."""
    from llvmlite import binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    cpu, features = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    versions = [version(name) for name in ("numba", "llvmlite", "numpy")]
    named = "\n".join([llvm.get_process_triple(), cpu, features, *versions])
    machine = llvm.Target.from_default_triple().create_target_machine(cpu=cpu, jit=True)
    return machine, hashlib.sha256(named.encode()).hexdigest()[:16]


@cache
def _engine() -> Any:
    """What links machine code into this process."""
    from llvmlite import binding as llvm

    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target()[0])


def _place(name: str) -> Path:
    return cache_folder() / f"{_target()[1]}" / f"{name}{SUFFIX}"


def anything_stored() -> bool:
    """Whether code of any kernel of this version is kept for this processor."""
    folder = cache_folder()
    return folder.is_dir() and any((folder / _target()[1]).glob(f"*{SUFFIX}"))


def ready(kernel: "Kernel", words: tuple[str, ...], arguments: tuple[Any, ...]) -> Any:
    """The function that runs a kernel for arguments of these types, compiled if need be.

    Only kernels of this package are kept: the hash of its sources does not cover others.
    """
    key = hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]
    name = f"{kernel.__module__}.{kernel.__qualname__}-{key}"
    ours = kernel.__module__.startswith("sim.")
    found = stored(name) if ours else None
    function = load(name, *found) if found else None
    if function is None:
        from sim.kernels.translating import machine_code

        made = machine_code(kernel, words, arguments, name)
        if ours:
            store(name, *made)
        function = load(name, *made)
        if function is None:
            raise ImportError(f"{name} needs functions that are not there: {', '.join(made[1])}")
    return function


def stored(name: str) -> tuple[bytes, list[str]] | None:
    """Code of a kernel and the names it needs from outside; None where there is no whole file."""
    try:
        head, _, code = _place(name).read_bytes().partition(b"\n")
        about = json.loads(head)
        if hashlib.sha256(code).hexdigest() == about["sha256"]:
            return code, about["outside"]
    except (OSError, ValueError, KeyError):
        pass
    return None


def store(name: str, code: bytes, outside: Sequence[str]) -> None:
    """Keep the code of a kernel for the processes to come, if the disk allows."""
    place = _place(name)
    about = {"sha256": hashlib.sha256(code).hexdigest(), "outside": list(outside)}
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(about).encode() + b"\n" + code)
        os.replace(draft, place)
    except OSError:  # whoever cannot keep code compiles it anew each time, `doctor` says why
        return


def load(name: str, code: bytes, outside: Sequence[str]) -> Callable[..., Any] | None:
    """Link code into the process; its function, or None if it needs what is not there."""
    from llvmlite import binding as llvm

    if not all(_known(symbol) for symbol in outside):
        return None
    engine = _engine()
    engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(f"{ENTRY}.{name}")
    definition = _MethodDef(name.encode(), address, _METH_FASTCALL, None)
    _kept.append(definition)
    make = ctypes.pythonapi.PyCFunction_NewEx
    make.restype = ctypes.py_object
    make.argtypes = (ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p)
    function: Callable[..., Any] = make(ctypes.addressof(definition), CONSTANTS, None)
    return function


@cache
def _known(symbol: str) -> bool:
    """Whether LLVM finds a name; Python's own are shown to it."""
    from llvmlite import binding as llvm

    if symbol.startswith("Py"):
        try:
            function = getattr(ctypes.pythonapi, symbol)
        except AttributeError:
            return False
        llvm.add_symbol(symbol, ctypes.cast(function, ctypes.c_void_p).value)
        return True
    return llvm.address_of_symbol(symbol) is not None
