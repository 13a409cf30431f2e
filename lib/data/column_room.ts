import type { ColumnBatch } from "./column_batch.ts";

/** The types that are told apart here, as the format numbers them; a dictionary's is flechette's own. */
export const TYPE = {
  dictionary: -1,
  nothing: 1,
  text: 5,
  boolean: 6,
  decimal: 7,
  interval: 11,
  union: 14,
  fixedBytes: 15,
  fixedList: 16,
  largeText: 20,
  runs: 22,
  bytesView: 23,
  textView: 24,
} as const;

/** A column without any data of its own holds nulls; more of them than this are a mistake. */
const MOST_NULLS = 2 ** 27;

/** How many values the data of a column can hold. */
export function roomOf({ type, values, offsets, sizes, children }: ColumnBatch): number {
  // A list of none has no offsets in some files.
  if (offsets && sizes) return Math.min(offsets.length, sizes.length);
  if (offsets) return Math.max(0, offsets.length - 1);
  if (values) return Math.floor(values.length * perElement(type));
  const held = (children ?? []).map(({ length }) => length);
  const each = type.typeId === TYPE.fixedList ? type.stride! : 1;
  return each > 0 ? Math.min(MOST_NULLS, ...held.map((length) => length / each)) : MOST_NULLS;
}

/** Values in each element of `values`. */
function perElement({ typeId, bitWidth = 0, stride = 0, unit = 0 }: ColumnBatch["type"]): number {
  if (typeId === TYPE.boolean) return 8;
  if (typeId === TYPE.textView || typeId === TYPE.bytesView) return 1 / 16;
  if (typeId === TYPE.fixedBytes) return 1 / Math.max(1, stride);
  if (typeId === TYPE.decimal) return Math.min(1, 64 / bitWidth);
  // Months; days and milliseconds; months, days and nanoseconds, whose elements are bytes.
  if (typeId === TYPE.interval) return [1, 1 / 2, 1 / 16][unit] ?? 0;
  return 1;
}
