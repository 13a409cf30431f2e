import { fieldAt, viewOf } from "./flatbuffer.ts";
import { joined } from "./joined.ts";
import { DICTIONARY, type RECORDS, requireMetadata, SCHEMA } from "./require_metadata.ts";
import { streamBytes } from "./stream_bytes.ts";
import { taker } from "./take_bytes.ts";

/** One message of Arrow data. */
export interface ArrowMessage {
  readonly kind: typeof SCHEMA | typeof DICTIONARY | typeof RECORDS;
  /** The whole message: prefix, metadata and body. */
  readonly bytes: Uint8Array;
  /** Number of the dictionary, or how many records there are. */
  readonly number: bigint;
  /** Whether it goes on with the dictionary of that number rather than stand in its place. */
  readonly isDelta: boolean;
}

const CONTINUATION = 0xffffffff;
const MAX_METADATA = 64 * 2 ** 20;

/**
 * Streams the messages of Arrow IPC data one by one. A file is a stream between a magic word and a footer, so both are
 * read alike, from front to back: https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format.
 *
 * @throws {RangeError} If the file cannot be opened, or what it says about itself makes no sense, or it is cut off.
 * @throws {SyntaxError} If the gzip data is broken.
 */
export async function* arrowMessages(path: string): AsyncGenerator<ArrowMessage> {
  await using chunks = streamBytes(path);
  const take = taker(chunks);
  let prefix = await take(8);
  const isFile = prefix && new TextDecoder().decode(prefix.subarray(0, 6)) === "ARROW1";
  if (isFile) prefix = await take(8);
  for (; prefix; prefix = await take(8)) {
    const view = viewOf(prefix);
    if (view.getUint32(0, true) !== CONTINUATION) {
      throw new RangeError("it does not begin as Arrow");
    }
    const size = view.getInt32(4, true);
    if (size === 0) return;
    if (size < 0 || size > MAX_METADATA) throw new RangeError(`a message of ${size} bytes`);
    const metadata = required(await take(size));
    requireMetadata(viewOf(metadata));
    const { bodySize, ...head } = headOf(viewOf(metadata));
    if (!(bodySize >= 0)) throw new RangeError(`a body of ${bodySize} bytes`);
    const body = required(await take(bodySize));
    yield { ...head, bytes: joined([prefix, metadata, body], 8 + size + bodySize) };
  }
  // A stream may end with its last message; a file does not.
  if (isFile) throw cutOff();
}

/** Reads what is needed to cut the stream into messages and to keep its dictionaries from a flatbuffer `Message`. */
function headOf(view: DataView): Omit<ArrowMessage, "bytes"> & { readonly bodySize: number } {
  const root = view.getInt32(0, true);
  const [kindAt, headerAt, body] = [6, 8, 10].map((slot) => fieldAt(view, root, slot));
  const kind = view.getUint8(kindAt!) as ArrowMessage["kind"];
  const header = headerAt! + view.getInt32(headerAt!, true);
  const first = kind === SCHEMA ? undefined : fieldAt(view, header, 4);
  const delta = kind === DICTIONARY ? fieldAt(view, header, 8) : undefined;
  return {
    kind,
    bodySize: body === undefined ? 0 : Number(view.getBigInt64(body, true)),
    number: first === undefined ? 0n : view.getBigInt64(first, true),
    isDelta: delta !== undefined && view.getUint8(delta) !== 0,
  };
}

function required(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes) return bytes;
  throw cutOff();
}

function cutOff(): RangeError {
  return new RangeError("it is cut off");
}
