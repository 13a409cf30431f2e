/**
 * Takes so many bytes at a time off a stream, whatever its chunks.
 *
 * @returns A function to the next `count` bytes, or to nothing where the stream has ended; it never makes room for more
 * than the stream has given, and throws a `RangeError` where the stream ends amid them.
 */
export function taker(
  chunks: AsyncGenerator<Uint8Array>,
): (count: number) => Promise<Uint8Array | undefined> {
  const held: Uint8Array[] = [];
  let size = 0;
  return async (count) => {
    while (size < count) {
      const { value, done } = await chunks.next();
      if (done && size > 0) throw new RangeError("it is cut off");
      if (done) return undefined;
      held.push(value);
      size += value.length;
    }
    const taken = new Uint8Array(count);
    let end = 0;
    while (end < count) {
      const piece = held[0]!;
      const part = piece.subarray(0, count - end);
      taken.set(part, end);
      end += part.length;
      if (part.length === piece.length) held.shift();
      else held[0] = piece.subarray(part.length);
    }
    size -= count;
    return taken;
  };
}
