import { isUtf8 } from "node:buffer";
import type { ColumnBatch } from "./column_batch.ts";
import { roomOf, TYPE } from "./column_room.ts";
import { requireOffsets } from "./require_offsets.ts";

/**
 * Asserts that a column stays within its data, and that its texts are UTF-8. The decoder trusts the lengths that a file
 * names: it would take years over a list of 2⁴⁰ values that are not there, and shorten a text that is not all there.
 *
 * @throws {RangeError} If it does not.
 * @throws {TypeError} If it is of a type that is not read.
 */
export function requireSound(batch: ColumnBatch): void {
  const { length, type: { typeId }, nullCount, validity, values, offsets, children } = batch;
  if (typeId === TYPE.union || typeId === TYPE.runs) {
    throw new TypeError("a column of unions or runs is not read");
  }
  const room = roomOf(batch);
  if (!(length >= 0 && length <= room)) {
    throw new RangeError(`a column of ${length} values has data for ${room}`);
  }
  if (nullCount && validity && 8 * validity.length < length) {
    throw new RangeError(`a column of ${length} values names nulls among ${8 * validity.length}`);
  }
  for (const child of children ?? []) requireSound(child);
  if (offsets) requireOffsets(batch, children?.[0]?.length ?? values!.length);
  if (typeId === TYPE.text || typeId === TYPE.largeText) requireTexts(batch);
  if (typeId === TYPE.textView || typeId === TYPE.bytesView) requireViews(batch);
  if (typeId === TYPE.dictionary) requireKeys(batch);
}

/** Texts stand one after another, so that all are UTF-8 if the whole is, and each begins where a character does. */
function requireTexts({ length, values, offsets }: ColumnBatch): void {
  if (length === 0) return;
  const bytes = (values as Uint8Array).subarray(Number(offsets![0]), Number(offsets![length]));
  for (let i = 1; i < length; i++) {
    const first = bytes[Number(offsets![i]) - Number(offsets![0])] ?? 0;
    if (first >= 0x80 && first < 0xc0) throw notUtf8();
  }
  if (!isUtf8(bytes)) throw notUtf8();
}

/** A view is 16 bytes: the length, then a short text itself, or the buffer and the place that hold a long one. */
function requireViews({ length, type: { typeId }, values, data, ...nulls }: ColumnBatch): void {
  const bytes = values as Uint8Array;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < length; i++) {
    if (isNull(nulls, i)) continue;
    const at = 16 * i;
    const size = view.getInt32(at, true);
    const from = size > 12 ? view.getInt32(at + 12, true) : at + 4;
    const held = size > 12 ? data?.[view.getInt32(at + 8, true)] : bytes;
    if (size < 0 || !held || from < 0 || from + size > held.length) {
      throw new RangeError("a text reaches beyond its data");
    }
    if (typeId === TYPE.textView && !isUtf8(held.subarray(from, from + size))) throw notUtf8();
  }
}

function requireKeys({ length, values, cache, ...nulls }: ColumnBatch): void {
  for (let i = 0; i < length; i++) {
    const key = Number(values![i]);
    if (isNull(nulls, i) || (key >= 0 && key < (cache?.length ?? 0))) continue;
    throw new RangeError(`key ${key} of a dictionary of ${cache?.length ?? 0} values`);
  }
}

function isNull({ nullCount, validity }: Pick<ColumnBatch, "nullCount" | "validity">, i: number) {
  return nullCount && validity ? !(validity[i >> 3]! >> (i & 7) & 1) : false;
}

function notUtf8(): RangeError {
  return new RangeError("a text is not UTF-8");
}
