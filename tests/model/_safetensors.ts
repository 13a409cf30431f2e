/** Safetensors files made by hand, broken ones too. */

/** A file with this header and these data bytes. */
export function fileOf(header: unknown, data: Uint8Array | number[] = []): Uint8Array<ArrayBuffer> {
  return fileOfText(typeof header === "string" ? header : JSON.stringify(header), data);
}

/** A file with one tensor of the given entries, `x`. */
export function oneTensor(entry: unknown, data: Uint8Array | number[] = new Uint8Array(8)) {
  return fileOf({ x: entry }, data);
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
