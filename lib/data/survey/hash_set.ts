/** A set of texts of which only hashes of 64 bits are kept. */
export interface HashSet {
  /** Whether the texts, in this order, were added before; two different ones are confused once in 2⁶⁴ pairs. */
  has(texts: readonly string[]): boolean;
  /** Adds the texts in this order. */
  add(texts: readonly string[]): void;
}

const FULL = 7 / 8;

/** An empty set; it takes 9 to 18 bytes for each member, however long the texts are. */
export function hashSet(): HashSet {
  let table = new Uint32Array(2 * 1024);
  let size = 0;
  return {
    has: (texts) => {
      const hash = hashOf(texts);
      return table[placeOf(table, hash)] === hash[0];
    },
    add: (texts) => {
      size += Number(put(table, hashOf(texts)));
      if (size > FULL * table.length / 2) table = grown(table);
    },
  };
}

/** Index of the hash, or of the free place where it belongs; its first half is never 0, which marks a free place. */
function placeOf(table: Uint32Array, [low, high]: readonly [number, number]): number {
  const mask = table.length - 2;
  let at = (high << 1) & mask;
  while (table[at] !== 0 && (table[at] !== low || table[at + 1] !== high)) at = (at + 2) & mask;
  return at;
}

function put(table: Uint32Array, hash: readonly [number, number]): boolean {
  const at = placeOf(table, hash);
  if (table[at] !== 0) return false;
  table.set(hash, at);
  return true;
}

function grown(table: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * table.length);
  for (let at = 0; at < table.length; at += 2) {
    if (table[at] !== 0) put(wider, [table[at]!, table[at + 1]!]);
  }
  return wider;
}

/** Two multiplicative hashes that mix each other at the end (cyrb53 by bryc, in the public domain, all 64 bits kept). */
function hashOf(texts: readonly string[]): [number, number] {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 2654435761);
      b = Math.imul(b ^ unit, 1597334677);
    }
    // Beyond every unit of UTF-16, so that texts cannot run into each other.
    a = Math.imul(a ^ 0x10000, 2654435761);
    b = Math.imul(b ^ 0x10000, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0 || 1, b >>> 0];
}
