/** Reads and writes safetensors, Hugging Face's format for named tensors. */
import { headerEnd, parseHeader } from "./safetensors_header.ts";
import { type StoredDType, widened } from "./stored_dtype.ts";

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

/** Options for {@linkcode readSafetensors}. */
export interface ReadSafetensorsOptions {
  /** Whether a tensor is read; one that is not may have any number format. @default {() => true} */
  readonly wanted?: (name: string) => boolean;
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
export function readSafetensors(
  bytes: Uint8Array,
  source: string,
  { wanted = () => true }: ReadSafetensorsOptions = {},
): Safetensors {
  const { tensors, metadata, dataStart } = parseHeader(bytes, source);
  const read: Record<string, HostTensor> = {};
  for (const [name, stored] of Object.entries(tensors).filter(([name]) => wanted(name))) {
    const { dtype, shape, offsets: [begin, end] } = stored;
    const raw = bytes.subarray(dataStart + begin, dataStart + end);
    read[name] = { shape, data: widened(name, raw, { dtype, source }) };
  }
  return { tensors: read, metadata };
}

/** Reads a part of a file: the bytes `[start, end)`. */
export type ReadSlice = (start: number, end: number) => Promise<ArrayBuffer>;

/** A safetensors file of which nothing but the header has been read. */
export interface OpenSafetensors {
  /** Names of its tensors. */
  readonly names: readonly string[];
  /** Reads one of them; F16 and BF16 are widened to float32, without loss, and other number formats refused. */
  readonly read: (name: string) => Promise<HostTensor>;
}

/**
 * Reads the header of a safetensors file, whose tensors are then read one by one.
 *
 * @param slice Reads a part of the file.
 * @param size Length of the file in bytes.
 * @param source Name of the file, for errors.
 * @throws {RangeError} If the file is truncated, or a tensor's shape or offsets are impossible.
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
      const raw = new Uint8Array(await slice(dataStart + begin, dataStart + end));
      return { shape, data: widened(name, raw, { dtype, source }) };
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

/** The data section starts at a multiple of eight bytes; the format pads its header with spaces. */
function padToEight(head: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(head.length / 8) * 8).fill(0x20);
  padded.set(head);
  return padded;
}
