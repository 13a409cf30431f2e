const MAX_LENGTH = 256;
const MAX_SIZE = 2 ** 17;

/**
 * Remembers what a pure function of short texts gave; starts afresh when 131,072 answers are held.
 *
 * A plain `Map` is meant: keeping it in order of last use would cost more than it saves on words of natural text.
 */
export function memo<T>(fn: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || text.length > MAX_LENGTH) {
      return before ?? fn(text);
    }
    if (known.size >= MAX_SIZE) known.clear();
    const answer = fn(text);
    known.set(text, answer);
    return answer;
  };
}
