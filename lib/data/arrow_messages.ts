import { joined } from "./joined.ts";
import { streamBytes } from "./stream_bytes.ts";
import { taker } from "./take_bytes.ts";

/** Kinds of messages, as the format numbers them. */
export const SCHEMA = 1;
export const DICTIONARY = 2;
export const RECORDS = 3;

/** One message of Arrow data. */
export interface ArrowMessage {
  /** {@linkcode SCHEMA}, {@linkcode DICTIONARY}, {@linkcode RECORDS}, or what else the format has. */
  readonly kind: number;
  /** The whole message: prefix, metadata and body. */
  readonly bytes: Uint8Array;
  /** Number of the dictionary, where it is one. */
  readonly id: bigint;
  /** Whether it goes on with the dictionary of that number rather than stand in its place. */
  readonly isDelta: boolean;
}

const CONTINUATION = 0xffffffff;
const MAX_METADATA = 64 * 2 ** 20;

/**
 * Streams the messages of Arrow IPC data one by one. A file is a stream between a magic word and a footer, so both are
 * read alike, from front to back: https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format.
 *
 * @throws {RangeError} If the file cannot be opened, or what it says about itself makes no sense.
 * @throws {SyntaxError} If the gzip data is broken.
 */
export async function* arrowMessages(path: string): AsyncGenerator<ArrowMessage> {
  const take = taker(streamBytes(path));
  let prefix = await take(8);
  if (prefix && new TextDecoder().decode(prefix.subarray(0, 6)) === "ARROW1") {
    prefix = await take(8);
  }
  for (; prefix; prefix = await take(8)) {
    const view = viewOf(prefix);
    if (view.getUint32(0, true) !== CONTINUATION) {
      throw new RangeError("it does not begin as Arrow");
    }
    const size = view.getInt32(4, true);
    if (size === 0) return;
    if (size < 0 || size > MAX_METADATA) throw new RangeError(`a message of ${size} bytes`);
    const metadata = required(await take(size));
    const { bodySize, ...head } = headOf(viewOf(metadata));
    if (!(bodySize >= 0)) throw new RangeError(`a body of ${bodySize} bytes`);
    const body = required(await take(bodySize));
    yield { ...head, bytes: joined([prefix, metadata, body], 8 + size + bodySize) };
  }
}

/** Reads what is needed to cut the stream into messages and to keep its dictionaries from a flatbuffer `Message`. */
function headOf(view: DataView): Omit<ArrowMessage, "bytes"> & { readonly bodySize: number } {
  const root = view.getInt32(0, true);
  const [kind, header, body] = [6, 8, 10].map((slot) => fieldAt(view, root, slot));
  const isDictionary = kind !== undefined && view.getUint8(kind) === DICTIONARY;
  const dictionary = isDictionary && header !== undefined
    ? header + view.getInt32(header, true)
    : undefined;
  const [id, delta] = [4, 8].map((slot) => dictionary && fieldAt(view, dictionary, slot));
  return {
    kind: kind === undefined ? 0 : view.getUint8(kind),
    bodySize: body === undefined ? 0 : Number(view.getBigInt64(body, true)),
    id: id ? view.getBigInt64(id, true) : 0n,
    isDelta: delta ? view.getUint8(delta) !== 0 : false,
  };
}

/** Where a field of a table in a flatbuffer stands, or nothing where it has its default. */
function fieldAt(view: DataView, table: number, slot: number): number | undefined {
  const fields = table - view.getInt32(table, true);
  const offset = slot < view.getInt16(fields, true) ? view.getInt16(fields + slot, true) : 0;
  return offset === 0 ? undefined : table + offset;
}

function required(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes) return bytes;
  throw new RangeError("it is cut off");
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
