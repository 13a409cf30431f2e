/** Safetensors files made by hand, broken ones too. */

/** A file with this header and these data bytes. */
export function fileOf(header: unknown, data: Uint8Array | number[] = []): Uint8Array<ArrayBuffer> {
  return fileOfText(typeof header === "string" ? header : JSON.stringify(header), data);
}

/** A file with one tensor of the given entries, `x`. */
export function oneTensor(entry: unknown, data: Uint8Array | number[] = new Uint8Array(8)) {
  return fileOf({ x: entry }, data);
}

/** A file with more tensors behind its own: their data begins where the file's ended. */
export function withTensors(
  file: Uint8Array,
  more: Readonly<Record<string, { dtype: string; shape: readonly number[]; bytes: Uint8Array }>>,
): Uint8Array<ArrayBuffer> {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  let data = file.slice(8 + length);
  for (const [name, { dtype, shape, bytes }] of Object.entries(more)) {
    header[name] = { dtype, shape, data_offsets: [data.length, data.length + bytes.length] };
    data = Uint8Array.of(...data, ...bytes);
  }
  return fileOf(header, data);
}

/** Bytes of 16-bit words, little end first. */
export function words(...bits: number[]): Uint8Array {
  return Uint8Array.from(bits.flatMap((word) => [word & 0xff, word >> 8]));
}

function fileOfText(header: string, data: Uint8Array | number[]) {
  const head = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + head.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  bytes.set(data, 8 + head.length);
  return bytes;
}
