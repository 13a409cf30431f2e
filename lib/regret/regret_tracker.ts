import { type Regret, regret } from "./regret.ts";
import { comparatorNamed, requireLoss, requireLosses, type StreamLosses } from "./stream_losses.ts";

/** Collects the losses of a stream while it is played. */
export interface RegretTracker {
  /**
   * Adds a round.
   *
   * @param played f_t(θ_t): loss of the module in role F on this round's pairs before it learns from them, in nats.
   * @param comparators f_t(u) of each fixed comparator on the same pairs, by name; the same names in every round.
   * @throws {RangeError} If a loss is missing or not finite; names the round and the comparator. The round is not added.
   */
  record(played: number, comparators?: Readonly<Record<string, number>>): void;
  /**
   * Adds a comparator that is known only afterwards, such as a module trained on the whole stream.
   *
   * @param name Name of the comparator, a new one.
   * @param losses Its losses on all rounds so far, in nats, `[rounds]`.
   * @throws {RangeError} If the name is taken, or if a loss is missing or not finite.
   */
  compare(name: string, losses: ArrayLike<number>): void;
  /** A copy of the losses so far, plain data: what {@linkcode regretTracker} goes on from. */
  losses(): StreamLosses;
  /**
   * The regret so far.
   *
   * @throws {RangeError} If there is no round or no comparator yet.
   */
  report(): Regret;
}

/**
 * Tracks the regret of a stream: record each round as it is played, then ask for the report.
 *
 * @param earlier Losses to go on from, as {@linkcode RegretTracker.losses} gives them.
 * @throws {RangeError} If a loss of `earlier` is missing or not finite.
 *
 * @example Three rounds, against the reference and against a module that was trained afterwards
 * ```ts
 * import { regretTracker } from "@fastslow/fastslow";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const tracker = regretTracker();
 * tracker.record(4, { reference: 4 });
 * tracker.record(2, { reference: 4 });
 * tracker.record(1, { reference: 4 });
 * tracker.compare("hindsight", [1, 1, 1]);
 * const { best, total, average } = tracker.report();
 *
 * equal(best, "hindsight");
 * equal(total, 4);
 * deepEqual(average, [3, 2, 4 / 3]);
 * ```
 */
export function regretTracker(
  earlier: StreamLosses = { played: [], comparators: {} },
): RegretTracker {
  const played = Array.from(earlier.played);
  const comparators = new Map<string, number[]>();
  requireLosses("the played module", played, played.length);
  for (const [name, past] of Object.entries(earlier.comparators)) compare(name, past);

  function record(loss: number, rivals: Readonly<Record<string, number>> = {}): void {
    const round = played.length + 1;
    const names = round === 1 && comparators.size === 0 ? Object.keys(rivals) : comparators.keys();
    const known = [...names];
    requireRound(loss, rivals, { known, round });
    played.push(loss);
    for (const name of known) {
      const losses = comparators.get(name) ?? [];
      losses.push(rivals[name]!);
      comparators.set(name, losses);
    }
  }

  function compare(name: string, losses: ArrayLike<number>): void {
    if (comparators.has(name)) {
      throw new RangeError(
        `Cannot add a comparator as its name must be new: current value is "${name}"`,
      );
    }
    requireLosses(comparatorNamed(name), losses, played.length);
    comparators.set(name, Array.from(losses));
  }

  function losses(): StreamLosses {
    const copies = [...comparators].map(([name, losses]) => [name, [...losses]] as const);
    return { played: [...played], comparators: Object.fromEntries(copies) };
  }

  return { record, compare, losses, report: () => regret(losses()) };
}

/** Throws unless a round has a finite loss for what was played and for the known comparators, and for no other. */
function requireRound(
  played: number,
  rivals: Readonly<Record<string, number>>,
  { known, round }: { readonly known: readonly string[]; readonly round: number },
): void {
  requireLoss("the played module", played, round);
  for (const name of known) requireLoss(comparatorNamed(name), rivals[name], round);
  const late = Object.keys(rivals).find((name) => !known.includes(name));
  if (late !== undefined) {
    throw new RangeError(
      `Cannot record round ${round} as ${comparatorNamed(late)} must have a loss in every round: ` +
        `current first round is ${round}`,
    );
  }
}
