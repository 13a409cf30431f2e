import type { ColumnBatch } from "./column_batch.ts";

/**
 * Asserts that each list or text of a column lies within what holds them.
 *
 * @param batch The column.
 * @param room Values, or bytes, that hold them.
 * @throws {RangeError} If one does not.
 */
export function requireOffsets({ length, offsets, sizes }: ColumnBatch, room: number): void {
  for (let i = 0; i < length; i++) {
    const start = Number(offsets![i]);
    const end = sizes ? start + Number(sizes[i]) : Number(offsets![i + 1]);
    if (start >= 0 && start <= end && end <= room) continue;
    throw new RangeError(`a list reaches from ${start} to ${end} of ${room} values`);
  }
}
