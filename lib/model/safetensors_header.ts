/** The header of a safetensors file: read with suspicion, since the file comes from outside. */
import { isLfsPointer } from "./lfs_pointer.ts";
import { BYTES, isRead } from "./stored_dtype.ts";

/** Where one tensor lies in the file's data section. */
export interface StoredTensor {
  /** Number format; it may be none that is read, as of buffers that files of older versions hold. */
  readonly dtype: string;
  /** Shape. */
  readonly shape: readonly number[];
  /** First byte and the byte after the last, counted from the end of the header. */
  readonly offsets: readonly [number, number];
}

/** A parsed header. */
export interface Header {
  /** Tensors by name. */
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  /** Free text by name. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the data section begins in the file, in bytes. */
  readonly dataStart: number;
}

/** Longest header that the format allows, in bytes. */
const LONGEST_HEADER = 100_000_000;

/**
 * Reads and checks the header of a safetensors file.
 *
 * @param bytes The file, or at least its header.
 * @param source Name of the file, for errors.
 * @param size Length of the whole file in bytes.
 * @throws {RangeError} If the header does not fit the file, or a tensor's shape or offsets are impossible.
 * @throws {SyntaxError} If the header is not a JSON object.
 */
export function parseHeader(bytes: Uint8Array, source: string, size = bytes.length): Header {
  if (size < 8) {
    throw new RangeError(`Cannot read ${source} as it is truncated: it has ${size} bytes`);
  }
  if (isLfsPointer(bytes)) {
    throw new RangeError(
      `Cannot read ${source} as it is a Git LFS pointer: fetch what it points to with git lfs pull`,
    );
  }
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER || 8 + length > size) {
    throw new RangeError(
      `Cannot read ${source} as its header claims ${length} bytes in a file of ${size}: it is truncated or no safetensors file`,
    );
  }
  const { __metadata__, ...entries } = parseJson(bytes.subarray(8, 8 + length), source);
  const tensors: Record<string, StoredTensor> = {};
  for (const [name, entry] of Object.entries(entries)) {
    tensors[name] = checkTensor(name, entry, source, size - 8 - length);
  }
  refuseOverlaps(tensors, source);
  return {
    tensors,
    metadata: (__metadata__ ?? {}) as Record<string, string>,
    dataStart: 8 + length,
  };
}

/** Where the header of a file ends by its first eight bytes, in bytes; no further than the format allows. */
export function headerEnd(first: ArrayBuffer): number {
  if (first.byteLength < 8) return first.byteLength;
  return 8 + Math.min(LONGEST_HEADER, Number(new DataView(first).getBigUint64(0, true)));
}

function parseJson(bytes: Uint8Array, source: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new SyntaxError(
      `Cannot read ${source} as its header is not JSON: ${(error as Error).message}`,
    );
  }
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    throw new SyntaxError(`Cannot read ${source} as its header is not a JSON object`);
  }
  return json as Record<string, unknown>;
}

function checkTensor(name: string, entry: unknown, source: string, dataSize: number): StoredTensor {
  const wrong = (why: string) => new RangeError(`Cannot read ${source} as tensor "${name}" ${why}`);
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== "string") throw wrong(`has dtype ${JSON.stringify(dtype)}`);
  if (!isCounts(shape)) throw wrong(`has the shape ${JSON.stringify(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw wrong(`has the offsets ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataSize) {
    throw wrong(
      `lies at bytes ${begin} to ${end} of a data section of ${dataSize}: the file is truncated or broken`,
    );
  }
  const expected = isRead(dtype) ? shape.reduce((a, b) => a * b, 1) * BYTES[dtype] : end - begin;
  if (end - begin !== expected) {
    throw wrong(
      `has ${end - begin} bytes where its shape [${shape}] of ${dtype} takes ${expected}`,
    );
  }
  return { dtype, shape, offsets: [begin, end] };
}

function refuseOverlaps(tensors: Readonly<Record<string, StoredTensor>>, source: string) {
  let reached = 0;
  const inOrder = Object.entries(tensors).sort(([, a], [, b]) =>
    a.offsets[0] - b.offsets[0] || a.offsets[1] - b.offsets[1]
  );
  for (const [name, { offsets: [begin, end] }] of inOrder) {
    if (begin < reached) {
      throw new RangeError(`Cannot read ${source} as tensor "${name}" overlaps another one`);
    }
    reached = end;
  }
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
