/** Number formats of safetensors, as far as they are read. */

/** Number formats that are read. */
export type StoredDType = "F32" | "F16" | "BF16" | "I32";

/** Bytes of one number. */
export const BYTES: Readonly<Record<StoredDType, number>> = { F32: 4, F16: 2, BF16: 2, I32: 4 };

/** Whether numbers of this format are read; files may hold others, such as the masks of older versions. */
export function isRead(dtype: string): dtype is StoredDType {
  return Object.hasOwn(BYTES, dtype);
}

/**
 * A tensor's numbers; F16 and BF16 become float32, without loss.
 *
 * @param name Name of the tensor, for errors.
 * @param raw Its bytes.
 * @throws {RangeError} If their format is none that is read.
 */
export function widened(
  name: string,
  raw: Uint8Array,
  { dtype, source }: { readonly dtype: string; readonly source: string },
): Float32Array | Int32Array {
  if (isRead(dtype)) return widen(dtype, raw);
  throw new RangeError(
    `Cannot read ${source} as tensor "${name}" has dtype "${dtype}": known are ${
      Object.keys(BYTES).join(", ")
    }`,
  );
}

function widen(dtype: StoredDType, raw: Uint8Array): Float32Array | Int32Array {
  // A typed array needs an aligned start: a copy has one.
  const aligned = raw.byteOffset % BYTES[dtype] === 0 ? raw : raw.slice();
  const at = [
    aligned.buffer as ArrayBuffer,
    aligned.byteOffset,
    aligned.byteLength / BYTES[dtype],
  ] as const;
  switch (dtype) {
    case "F32":
      return new Float32Array(...at);
    case "I32":
      return new Int32Array(...at);
    case "F16":
      return new Float32Array(new Float16Array(...at));
    case "BF16":
      return widenBfloat16(new Uint16Array(...at));
  }
}

/** bfloat16 is the upper half of float32. */
function widenBfloat16(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = halves[i]! << 16;
  return new Float32Array(words.buffer);
}
