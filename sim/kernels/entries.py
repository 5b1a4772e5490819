"""How Python calls machine code: a function around each kernel, in LLVM's language.

It takes Python's objects as Python hands them over, checks them, lets go of the interpreter's lock
and calls. Whatever points to memory says at that place what it is (`sim.kernels.signatures.check`),
so that a wrong table is refused and never read. A refusal is a TypeError, before anything is done.
"""

from typing import Any

from llvmlite import ir
from numba.core import types

from sim.kernels.machine import CONSTANTS, ENTRY
from sim.kernels.signatures import ELEMENTS, check, inside

Int, Word, Real, Nothing = ir.IntType(32), ir.IntType(64), ir.DoubleType(), ir.VoidType()
Object = ir.IntType(8).as_pointer()
BUFFER = ir.ArrayType(Word, 10)
"""Python's Py_buffer: 80 bytes where a pointer has eight."""
DATA, ITEM, AXES, FORMAT, SHAPE = 0, 3, 4, 5, 6  # words of it; of AXES, the upper half
WANTED = 0x0001 | 0x0004 | 0x0038  # writable, with its format, in the order of C


class Entry:
    """The function that Python calls for one kernel and types of arguments."""

    def __init__(self, context: Any, compiled: Any, words: tuple[str, ...], name: str) -> None:
        self.context, self.compiled, self.words = context, compiled, words
        self.module = context.create_module(f"{ENTRY}.{name}")
        shape = ir.FunctionType(Object, [Object, Object.as_pointer(), Word])
        self.function = ir.Function(self.module, shape, f"{ENTRY}.{name}")
        self.builder = ir.IRBuilder(self.function.append_basic_block())
        self.refusal = self.function.append_basic_block("refuse")
        self.buffers: list[Any] = []

    def build(self) -> Any:
        """Write the function; its module."""
        _, given, count = self.function.args
        self._go_on_if("==", count, ir.Constant(Word, len(self.words)))
        types_and_words = zip(self.compiled.fndesc.argtypes, self.words, strict=True)
        values = []
        for k, (kind, word) in enumerate(types_and_words):
            place = self.builder.gep(given, [ir.Constant(Word, k)])
            values.append(self._value(kind, word, self.builder.load(place)))
        status, result = self._call(values)
        with self.builder.if_then(status.is_error, likely=False):
            self._fail(RuntimeError, "a kernel has raised an error")
        self.builder.ret(self._box(self.compiled.fndesc.restype, result))
        self.builder = ir.IRBuilder(self.refusal)
        self._release()
        self._fail(TypeError, "compiled for arguments of other types")
        return self.module

    # ------------------------------------------------------------------------------ arguments

    def _value(self, kind: Any, word: str, given: Any) -> Any:
        """An argument as the kernel takes it."""
        if isinstance(kind, types.Float):
            if word != "number":
                one = self._python("PyObject_IsInstance", Int, given, self._constant(float))
                self._go_on_if("==", one, ir.Constant(Int, 1))
            return self._number(given, "PyFloat_AsDouble", Real, -1.0)
        if isinstance(kind, types.Boolean):
            truth = self._python("PyObject_IsTrue", Int, given)
            return self.builder.icmp_signed("==", truth, ir.Constant(Int, 1))
        if isinstance(kind, types.Integer):
            return self._whole(given)
        if isinstance(kind, types.Array):
            return self._array(kind, given)
        if isinstance(kind, types.BaseTuple):
            return self._tuple(kind, word, given)
        return self._address(word, given)

    def _number(self, given: Any, reader: str, kind: Any, failed: float) -> Any:
        """What Python makes a number of, or a refusal; it says by `failed` that it may be one."""
        number = self._python(reader, kind, given)
        suspect = ir.Constant(kind, failed)
        compare = self.builder.fcmp_ordered if kind is Real else self.builder.icmp_signed
        with self.builder.if_then(compare("==", number, suspect), likely=False):
            self._go_on_if("==", self._python("PyErr_Occurred", Object), Object(None))
        return number

    def _whole(self, given: Any) -> Any:
        return self._number(given, "PyLong_AsLongLong", Word, -1)

    def _address(self, word: str, given: Any) -> Any:
        """The address that an object has as its attribute."""
        boxed = self._python("PyObject_GetAttr", Object, given, self._constant("address"))
        self._go_on_if("!=", boxed, Object(None))
        address = self._whole(boxed)
        self._python("Py_DecRef", Nothing, boxed)
        behind = self.builder.inttoptr(address, Word.as_pointer())
        before = self.builder.gep(behind, [ir.Constant(Word, -1)])
        self._go_on_if("==", self.builder.load(before), ir.Constant(Word, check(word)))
        return address

    def _array(self, kind: Any, given: Any) -> Any:
        """An array of NumPy, by the buffer it offers."""
        with self.builder.goto_entry_block():
            buffer = self.builder.alloca(BUFFER)
            self.builder.store(BUFFER(None), buffer)
        self.buffers.append(buffer)
        opaque = self.builder.bitcast(buffer, Object)
        asked = ir.Constant(Int, WANTED)
        failed = self._python("PyObject_GetBuffer", Int, given, opaque, asked)
        self._go_on_if("==", failed, ir.Constant(Int, 0))
        axes = self.builder.lshr(self._word(buffer, AXES), ir.Constant(Word, 32))
        self._go_on_if("==", axes, ir.Constant(Word, kind.ndim))
        size = self.context.get_abi_sizeof(self.context.get_data_type(kind.dtype))
        self._go_on_if("==", self._word(buffer, ITEM), ir.Constant(Word, size))
        letters = self.builder.inttoptr(self._word(buffer, FORMAT), Object)
        letter = self.builder.load(letters)
        fits = ir.Constant(ir.IntType(1), 0)
        for one in ELEMENTS[kind.dtype.name]:
            same = self.builder.icmp_signed("==", letter, ir.Constant(letter.type, ord(one)))
            fits = self.builder.or_(fits, same)
        self._go_on_if("==", fits, ir.Constant(ir.IntType(1), 1))
        return self._filled(kind, buffer)

    def _filled(self, kind: Any, buffer: Any) -> Any:
        """Numba's record of an array whose buffer is known."""
        from numba.np.arrayobj import populate_array

        array = self.context.make_array(kind)(self.context, self.builder)
        lengths = self.builder.inttoptr(self._word(buffer, SHAPE), Word.as_pointer())
        shape = [
            self.builder.load(self.builder.gep(lengths, [ir.Constant(Word, axis)]))
            for axis in range(kind.ndim)
        ]
        size = self._word(buffer, ITEM)
        strides = [size]
        for length in reversed(shape[1:]):
            strides.insert(0, self.builder.mul(strides[0], length))
        data = self.builder.inttoptr(self._word(buffer, DATA), array.data.type)
        populate_array(array, data, shape, strides, size, meminfo=None)
        return array._getvalue()

    def _tuple(self, kind: Any, word: str, given: Any) -> Any:
        """A tuple of arguments, one by one."""
        self._go_on_if("==", self._python("PyTuple_Size", Word, given), self._length(kind))
        parts = [
            self._value(one, part, self._python("PyTuple_GetItem", Object, given, self._place(k)))
            for k, (one, part) in enumerate(zip(kind, inside(word), strict=True))
        ]
        return self.context.make_tuple(self.builder, kind, parts)

    # ------------------------------------------------------------------------------ call, result

    def _call(self, values: list[Any]) -> tuple[Any, Any]:
        """Call the kernel without the interpreter's lock."""
        about = self.compiled.fndesc
        kernel = self.context.declare_function(self.module, about)
        state = self._python("PyEval_SaveThread", Object)
        status, result = self.context.call_conv.call_function(
            self.builder, kernel, about.restype, about.argtypes, values
        )
        self._python("PyEval_RestoreThread", Nothing, state)
        self._release()
        return status, result

    def _box(self, kind: Any, value: Any) -> Any:
        """A result as an object of Python."""
        if isinstance(kind, types.NoneType):
            nothing = self._constant(None)
            self._python("Py_IncRef", Nothing, nothing)
            return nothing
        if isinstance(kind, types.Float):
            return self._python("PyFloat_FromDouble", Object, value)
        if isinstance(kind, types.Boolean):
            return self._python("PyBool_FromLong", Object, self.builder.zext(value, Word))
        if isinstance(kind, types.Integer):
            return self._python("PyLong_FromLongLong", Object, value)
        made = self._python("PyTuple_New", Object, self._length(kind))
        for k, one in enumerate(kind):
            boxed = self._box(one, self.builder.extract_value(value, k))
            self._python("PyTuple_SetItem", Int, made, self._place(k), boxed)
        return made

    # ------------------------------------------------------------------------------ small things

    def _python(self, name: str, result: Any, *arguments: Any) -> Any:
        """Call a function of Python's C interface."""
        shape = ir.FunctionType(result, [one.type for one in arguments])
        function = self.module.globals.get(name) or ir.Function(self.module, shape, name)
        return self.builder.call(function, arguments)

    def _constant(self, value: Any) -> Any:
        """One of the objects that come as `self`."""
        place = self._place(CONSTANTS.index(value))
        return self._python("PyTuple_GetItem", Object, self.function.args[0], place)

    def _place(self, k: int) -> Any:
        return ir.Constant(Word, k)

    def _length(self, kind: Any) -> Any:
        return ir.Constant(Word, len(kind))

    def _word(self, buffer: Any, k: int) -> Any:
        zero = ir.Constant(Int, 0)
        return self.builder.load(self.builder.gep(buffer, [zero, ir.Constant(Int, k)]))

    def _go_on_if(self, comparison: str, left: Any, right: Any) -> None:
        """Refuse the call unless a comparison holds."""
        onward = self.function.append_basic_block()
        holds = self.builder.icmp_unsigned(comparison, left, right)
        self.builder.cbranch(holds, onward, self.refusal)
        self.builder.position_at_end(onward)

    def _release(self) -> None:
        """Give back the buffers of arrays; those never taken are empty."""
        for buffer in self.buffers:
            self._python("PyBuffer_Release", Nothing, self.builder.bitcast(buffer, Object))

    def _fail(self, error: type[Exception], message: str) -> None:
        data = bytearray(message.encode() + b"\0")
        text = ir.GlobalVariable(
            self.module, ir.ArrayType(ir.IntType(8), len(data)), f"text.{error.__name__}"
        )
        text.initializer, text.linkage, text.global_constant = (
            ir.Constant(text.value_type, data),
            "internal",
            True,
        )
        said = self.builder.bitcast(text, Object)
        self._python("PyErr_SetString", Nothing, self._constant(error), said)
        self.builder.ret(Object(None))
