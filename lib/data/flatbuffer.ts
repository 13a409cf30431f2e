/**
 * Where a field of a table in a flatbuffer stands, or nothing where it has its default
 * (https://flatbuffers.dev/internals).
 *
 * @param view The flatbuffer.
 * @param table Where the table begins.
 * @param slot Where the place of the field stands in the list of the table's fields: 4, 6, 8 and on.
 * @throws {RangeError} If that is beyond the flatbuffer.
 */
export function fieldAt(view: DataView, table: number, slot: number): number | undefined {
  const fields = table - view.getInt32(table, true);
  const offset = slot < view.getInt16(fields, true) ? view.getInt16(fields + slot, true) : 0;
  return offset === 0 ? undefined : table + offset;
}

/** A view of the numbers in bytes. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
