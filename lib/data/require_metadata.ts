import { fieldAt } from "./flatbuffer.ts";

/** Kinds of messages, as the format numbers them. */
export const SCHEMA = 1;
export const DICTIONARY = 2;
export const RECORDS = 3;

/** The versions since 2017; before them, tables stood elsewhere. */
const VERSIONS = [3, 4];
const UNION = 14;
/** A table, and an entry of a list, takes as many bytes at least. */
const LEAST = 4;

type Check = (at: number, owner: number) => void;

/**
 * Asserts that the tables and lists of a message's metadata stay within its bytes. The decoder trusts the counts in it, and
 * would take hours over a list of 2³¹ buffers that are not there, or for ever over a field that is a part of itself.
 *
 * The tables are those of https://github.com/apache/arrow/blob/main/format/Message.fbs and `Schema.fbs`.
 *
 * @param view The metadata, a flatbuffer.
 * @throws {RangeError} If they do not, or the message is of a kind or version that is not known.
 */
export function requireMetadata(view: DataView): void {
  let left = view.byteLength / LEAST;
  const spend = (count: number) => {
    left -= count;
    if (left < 0) throw new RangeError("its metadata lists more than it holds");
  };
  const vector = (stride: number, each?: Check): Check => (at, owner) => {
    const start = at + view.getUint32(at, true);
    const count = view.getUint32(start, true);
    // What is shared, such as a text, is not counted.
    if (stride >= LEAST) spend(count);
    if (start + 4 + count * stride > view.byteLength) throw new RangeError("a list is cut off");
    for (let i = 0; each && i < count; i++) each(start + 4 + i * stride, owner);
  };
  const table = (checks: Readonly<Record<number, Check>> = {}): Check => (at) => {
    spend(1);
    const start = at + view.getInt32(at, true);
    for (const [slot, check] of Object.entries(checks)) {
      const field = fieldAt(view, start, Number(slot));
      if (field !== undefined) check(field, start);
    }
  };
  const byteAt = (start: number, slot: number) => {
    const field = fieldAt(view, start, slot);
    return field === undefined ? 0 : view.getUint8(field);
  };

  const text = vector(1);
  const notes = vector(4, table({ 4: text, 6: text }));
  const type: Check = (at, owner) =>
    table(byteAt(owner, 8) === UNION ? { 6: vector(4) } : {})(at, owner);
  const field: Check = (at, owner) =>
    table({ 4: text, 10: type, 12: table({ 6: table() }), 14: fields, 16: notes })(at, owner);
  const fields = vector(4, field);
  const buffers = vector(8, (at) => spend(Number(view.getBigUint64(at, true))));
  const batch = table({ 6: vector(16), 8: vector(16), 10: table(), 12: buffers });
  const headers: Readonly<Record<number, Check>> = {
    [SCHEMA]: table({ 6: fields, 8: notes }),
    [DICTIONARY]: table({ 6: batch }),
    [RECORDS]: batch,
  };
  const header: Check = (at, owner) => {
    const kind = byteAt(owner, 6);
    if (!headers[kind]) throw new RangeError(`a message of kind ${kind}`);
    headers[kind](at, owner);
  };
  const root = view.getInt32(0, true);
  const version = byteAt(root, 4);
  if (!VERSIONS.includes(version)) throw new RangeError(`metadata of version ${version + 1}`);
  if (fieldAt(view, root, 8) === undefined) throw new RangeError("a message without a header");
  table({ 8: header })(0, 0);
}
