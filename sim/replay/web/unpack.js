// The numbers of a run, as sim/replay/packing.py made them small: base64 of gzip of planes of bytes.

const KINDS = { Uint8Array, Uint16Array, Uint32Array };

async function unpack(index, text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const found = {};
  let place = 0;
  for (const [name, kind, count, stride] of index) {
    const values = new KINDS[kind](count);
    const size = values.BYTES_PER_ELEMENT;
    for (let plane = 0; plane < size; plane++) {
      for (let i = 0; i < count; i++) values[i] += bytes[place++] * 2 ** (8 * plane);
    }
    // Typed arrays wrap around as the differences did.
    if (stride) for (let i = stride; i < count; i++) values[i] += values[i - stride];
    found[name] = values;
  }
  return found;
}
