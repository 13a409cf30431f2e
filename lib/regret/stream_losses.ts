/** Losses of a stream, round by round; what every other file of the room starts from. */
export interface StreamLosses {
  /** f_t(θ_t): loss of the module that was played in round t, before it learned from that round; in nats, `[rounds]`. */
  readonly played: ArrayLike<number>;
  /** f_t(u) of each fixed comparator u on the same rounds, by name; in nats, `[rounds]`. */
  readonly comparators: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * Throws unless `losses` holds one finite number for each of `rounds` rounds.
 *
 * @throws {RangeError} Naming whose losses they are, and the round (counted from 1).
 */
export function requireLosses(owner: string, losses: ArrayLike<number>, rounds: number): void {
  if (losses.length !== rounds) {
    throw new RangeError(
      `Cannot measure regret as ${owner} must have a loss in each of ${rounds} rounds: current count is ${losses.length}`,
    );
  }
  for (let i = 0; i < rounds; i++) requireLoss(owner, losses[i], i + 1);
}

/** Throws unless `loss` is a finite number. */
export function requireLoss(owner: string, loss: number | undefined, round: number): void {
  if (!Number.isFinite(loss)) {
    throw new RangeError(
      `Cannot measure regret as the loss of ${owner} in round ${round} must be finite: current value is ${loss}`,
    );
  }
}

/** How errors call a comparator. */
export function comparatorNamed(name: string): string {
  return `comparator "${name}"`;
}

/** Running sums of a[t] − b[t]. */
export function runningDifference(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  let sum = 0;
  return Array.from(a, (loss, i) => sum += loss - b[i]!);
}

/** R_t / t of a curve of regrets. */
export function perRound(curve: readonly number[]): number[] {
  return curve.map((sum, i) => sum / (i + 1));
}
