/** Reads and writes safetensors, Hugging Face's format for named tensors. */
import { BYTES, headerEnd, parseHeader, type StoredDType } from "./safetensors_header.ts";

/** Numbers of one tensor on the host. */
export interface HostTensor {
  /** Shape. */
  readonly shape: readonly number[];
  /** Numbers in row-major order. */
  readonly data: Float32Array | Int32Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  /** Tensors by name. */
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** Free text by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file; F16 and BF16 are widened to float32, without loss.
 *
 * @param bytes The whole file.
 * @param source Name of the file, for errors.
 * @throws {RangeError} If the file is truncated, or a tensor's dtype, shape or offsets are impossible.
 * @throws {SyntaxError} If its header is not a JSON object.
 *
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from "@fastslow/fastslow/model";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tensors = { x: { shape: [2], data: new Float32Array([1, 2]) } };
 * deepEqual(readSafetensors(writeSafetensors({ tensors, metadata: {} }), "x.safetensors").tensors, tensors);
 * ```
 */
export function readSafetensors(bytes: Uint8Array, source: string): Safetensors {
  const { tensors, metadata, dataStart } = parseHeader(bytes, source);
  const read: Record<string, HostTensor> = {};
  for (const [name, { dtype, shape, offsets: [begin, end] }] of Object.entries(tensors)) {
    const raw = bytes.subarray(dataStart + begin, dataStart + end);
    read[name] = { shape, data: widen(dtype, raw) };
  }
  return { tensors: read, metadata };
}

/** Reads a part of a file: the bytes `[start, end)`. */
export type ReadSlice = (start: number, end: number) => Promise<ArrayBuffer>;

/** A safetensors file of which nothing but the header has been read. */
export interface OpenSafetensors {
  /** Names of its tensors. */
  readonly names: readonly string[];
  /** Reads one of them; F16 and BF16 are widened to float32, without loss. */
  readonly read: (name: string) => Promise<HostTensor>;
}

/**
 * Reads the header of a safetensors file, whose tensors are then read one by one.
 *
 * @param slice Reads a part of the file.
 * @param size Length of the file in bytes.
 * @param source Name of the file, for errors.
 * @throws {RangeError} If the file is truncated, or a tensor's dtype, shape or offsets are impossible.
 * @throws {SyntaxError} If its header is not a JSON object.
 */
export async function openSafetensors(
  slice: ReadSlice,
  size: number,
  source: string,
): Promise<OpenSafetensors> {
  const start = new Uint8Array(await slice(0, Math.min(size, headerEnd(await slice(0, 8)))));
  const { tensors, dataStart } = parseHeader(start, source, size);
  return {
    names: Object.keys(tensors),
    async read(name) {
      const { dtype, shape, offsets: [begin, end] } = tensors[name]!;
      return {
        shape,
        data: widen(dtype, new Uint8Array(await slice(dataStart + begin, dataStart + end))),
      };
    },
  };
}

/** Writes tensors as a safetensors file, float32 and int32 as they are. */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const begin = end;
    end += data.byteLength;
    const dtype: StoredDType = data instanceof Int32Array ? "I32" : "F32";
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const head = padToEight(new TextEncoder().encode(JSON.stringify(header)));
  const bytes = new Uint8Array(8 + head.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  let place = 8 + head.length;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
    place += data.byteLength;
  }
  return bytes;
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

/** The data section starts at a multiple of eight bytes; the format pads its header with spaces. */
function padToEight(head: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(head.length / 8) * 8).fill(0x20);
  padded.set(head);
  return padded;
}
