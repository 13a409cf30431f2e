/**
 * Which rounds of a stream are kept, so that a curve has at most a number of points: all at first, and the fewer in each
 * doubling of the rounds the longer the stream. What is kept at a coarser resolution is kept at every finer one.
 */

/**
 * Whether a round is kept where each doubling [2ⁿ, 2ⁿ⁺¹) has at most `resolution` points, evenly spaced.
 *
 * @param round Counted from 1.
 * @param resolution A power of 2.
 */
export function isKept(round: number, resolution: number): boolean {
  const doubling = Math.floor(Math.log2(round));
  return round % 2 ** Math.max(0, doubling - Math.log2(resolution)) === 0;
}

/** The resolution at which at most `points` of the rounds are kept, and where they stand in the list. */
export function thinned(
  rounds: readonly number[],
  resolution: number,
  points: number,
): { readonly resolution: number; readonly at: readonly number[] } {
  const at = rounds.flatMap((round, i) => isKept(round, resolution) ? [i] : []);
  return at.length <= points || resolution === 1
    ? { resolution, at }
    : thinned(rounds, resolution / 2, points);
}
