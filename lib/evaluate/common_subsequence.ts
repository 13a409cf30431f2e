/** The longest common subsequence of two lists of words. */

/** Its length. */
export function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Uint32Array(b.length + 1);
  for (const word of a) row = nextRow(row, word, b);
  return row[b.length]!;
}

/**
 * The places in `a`, ascending, of one longest common subsequence. Where there are several it is the one that the package
 * rouge-score finds: back from the end, a step in `a` wins over one in `b`.
 */
export function commonPlaces(a: readonly string[], b: readonly string[]): number[] {
  const table = [new Uint32Array(b.length + 1)];
  for (const word of a) table.push(nextRow(table.at(-1)!, word, b));
  const places: number[] = [];
  let [i, j] = [a.length, b.length];
  while (i > 0 && j > 0) {
    if (a[i - 1] === b[j - 1]) {
      [i, j] = [i - 1, j - 1];
      places.push(i);
    } else if (table[i]![j - 1]! > table[i - 1]![j]!) j--;
    else i--;
  }
  return places.reverse();
}

/** Lengths for a list with one more `word`, by how much of `b` is taken. */
function nextRow(above: Uint32Array, word: string, b: readonly string[]): Uint32Array<ArrayBuffer> {
  const row = new Uint32Array(above.length);
  for (let j = 1; j < row.length; j++) {
    row[j] = b[j - 1] === word ? above[j - 1]! + 1 : Math.max(above[j]!, row[j - 1]!);
  }
  return row;
}
