/**
 * Moves labels apart so that none covers another, as little as possible in the sense of least squares: pool adjacent
 * violators, then the bounds.
 *
 * @param targets Where each label would like to stand, in pixels.
 * @param gap Least distance of two labels, in pixels.
 * @param length Room for them, from 0, in pixels.
 * @returns Where each label stands, in the order given.
 */
export function spread(targets: readonly number[], gap: number, length: number): number[] {
  const order = targets.map((_, i) => i).sort((a, b) => targets[a]! - targets[b]! || a - b);
  const free = Math.max(0, length - gap * (targets.length - 1));
  const placed = new Array<number>(targets.length);
  // Without the gaps between them, labels only have to stay in order.
  isotonic(order.map((i, rank) => targets[i]! - rank * gap)).forEach((place, rank) => {
    placed[order[rank]!] = Math.min(free, Math.max(0, place)) + rank * gap;
  });
  return placed;
}

/** The non-decreasing sequence that is nearest to `values`. */
function isotonic(values: readonly number[]): number[] {
  const blocks: { sum: number; count: number }[] = [];
  for (const value of values) {
    let block = { sum: value, count: 1 };
    for (let last = blocks.at(-1); last && mean(last) > mean(block); last = blocks.at(-1)) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => new Array<number>(block.count).fill(mean(block)));
}

function mean({ sum, count }: { readonly sum: number; readonly count: number }): number {
  return sum / count;
}
