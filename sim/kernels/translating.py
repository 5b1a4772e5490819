"""From a kernel to machine code: Numba says what it means, LLVM works on all it calls at once.

Numba itself would make machine code of every function it meets, with a way to call each from
Python, and optimise a helper anew for each that calls it. Here functions are only translated; the
one that Python calls is put together with all that it calls, optimised and made machine code.
"""

from collections.abc import Iterator
from typing import Any

import numba
from numba.core import types
from numba.core.codegen import CPUCodeLibrary
from numba.core.compiler import CompilerBase, Flags, compile_extra
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import PassManager
from numba.core.datamodel import models
from numba.core.imputils import lower_constant
from numba.core.registry import cpu_target
from numba.core.typed_passes import (
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.untyped_passes import (
    FixupArgs,
    GenericRewrites,
    IRProcessing,
    ReconstructSSA,
    TranslateByteCode,
)
from numba.extending import register_model

from sim.deferring import later
from sim.kernels.compiling import Kernel
from sim.kernels.entries import Entry
from sim.kernels.handle import Handle
from sim.kernels.numba_types import HandleType, RecordType, TableType
from sim.kernels.rows import Record, Rows

with later("scipy.linalg.cython_blas"):  # for products of matrices, which no kernel has
    import numba.np.arraymath


MATHS = {"exp", "exp2", "log", "log2", "log10", "pow", "sin", "cos", "fmod"}
"""What LLVM knows by name and leaves to the C library."""


OPTIONS = {
    "nopython": True,
    "error_model": "numpy",
    "_nrt": False,  # no kernel allocates
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


PASSES = (
    TranslateByteCode,
    FixupArgs,
    IRProcessing,
    GenericRewrites,
    ReconstructSSA,
    NopythonTypeInference,
    PreLowerStripPhis,
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
)
"""What the dialect of kernels needs of Numba's work: it has no closures, array expressions or the
like, for which Numba would go through every function a dozen times more."""


class _Pipeline(CompilerBase):
    """Numba's way from Python to LLVM, without detours."""

    def define_pipelines(self) -> list[PassManager]:
        manager = PassManager("kernels")
        for one in PASSES:
            manager.add_pass(one, one.__name__)
        manager.finalize()
        return [manager]


class KernelType(types.Callable, types.Dummy):
    """Type of a kernel that another one calls."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.translated: dict[tuple[Any, ...], Any] = {}
        super().__init__(name=f"kernel {kernel.__module__}.{kernel.__qualname__}")

    def get_call_type(self, _context: Any, args: Any, kws: Any) -> Any:
        """The signature for these types of arguments; never for their values."""
        if kws:
            return None
        plain = tuple(types.unliteral(one) for one in args)
        return self.translate(plain).signature

    def get_call_signatures(self) -> Any:
        """The signatures so far, for messages of errors."""
        return [one.signature for one in self.translated.values()], True

    def get_impl_key(self, sig: Any) -> Any:
        """What the code for a signature is registered by."""
        return (self, sig.args)

    def translate(self, args: tuple[Any, ...]) -> Any:
        """What Numba makes of the kernel for these types of arguments, not yet optimised."""
        if args not in self.translated:
            flags: Any = Flags()
            cpu_target.options.parse_as_flags(flags, OPTIONS | {"forceinline": self.kernel.inline})
            flags.no_compile = True
            context = cpu_target.target_context
            made = self.translated[args] = compile_extra(
                cpu_target.typing_context,
                context,
                self.kernel.py_func,
                args,
                None,
                flags,
                {},
                library=_Part(context.codegen(), self.kernel.__qualname__),
                pipeline_class=_Pipeline,
            )
            context.insert_user_function((self, args), made.fndesc, [made.library])
        return self.translated[args]


def kernel_type(kernel: Kernel) -> KernelType:
    """Numba's type of a kernel; there is one for each."""
    found: KernelType | None = kernel.__dict__.get("_type")
    if found is None:
        found = kernel.__dict__["_type"] = KernelType(kernel)
    return found


register_model(KernelType)(models.OpaqueModel)


@lower_constant(KernelType)
def _no_value(context: Any, _builder: Any, _kind: Any, _value: Any) -> Any:
    return context.get_dummy_value()


class _Part(CPUCodeLibrary):
    """Code of one function. It is not worked on before all that belongs together is there."""

    def finalize(self) -> None:
        self._finalized = True

    def all_parts(self, seen: set[Any]) -> Iterator[Any]:
        """Itself and what it calls, directly or not, each once. LLVM takes in what is already
        called for, so callers come first."""
        yield self
        for one in self._linking_libraries:
            if one not in seen:
                seen.add(one)
                yield from one.all_parts(seen) if isinstance(one, _Part) else (one,)


class _Whole(CPUCodeLibrary):
    """Code of a kernel with all that it calls."""

    def _finalize_final_module(self) -> None:
        self._verify_declare_only_symbols()
        self._finalized = True

    def emit(self) -> tuple[bytes, list[str]]:
        """Machine code, and the names it needs from outside."""
        self._ensure_finalized()
        declared = [one.name for one in self._final_module.functions if one.is_declaration]
        code: bytes = self._codegen._tm.emit_object(self._final_module)
        return code, sorted(filter(None, map(_outside, declared)))


def _outside(declared: str) -> str | None:
    """The name of what has to be there for something declared; None if LLVM has it itself."""
    if not declared.startswith("llvm."):
        return declared
    name = declared.split(".")[1]
    return name if name in MATHS else None


def numba_type(word: str, value: Any) -> Any:
    """Numba's type of an argument."""
    if isinstance(value, Rows):
        return TableType(value.fields)
    if isinstance(value, Record):
        return RecordType(value.names)
    if isinstance(value, Handle):
        fields = ((name, numba_type("", one)) for name, one in value.fields.items())
        return HandleType(value.kind, tuple(fields))
    if isinstance(value, tuple):
        return types.Tuple([numba_type("", one) for one in value])
    return types.float64 if word == "number" else numba.typeof(value)


@global_compiler_lock
def machine_code(
    kernel: Kernel, words: tuple[str, ...], arguments: tuple[Any, ...], name: str
) -> tuple[bytes, list[str]]:
    """Compile a kernel for arguments of these types: its code, and names needed from outside."""
    args = tuple(map(numba_type, words, arguments))
    made = kernel_type(kernel).translate(args)
    context = cpu_target.target_context
    whole = _Whole(context.codegen(), name)
    whole.add_ir_module(Entry(context, made, words, name).build())
    for part in made.library.all_parts(set()):
        whole.add_linking_library(part)
    return whole.emit()
