import { comparatorState, emptyState, type RegretState, withRound } from "./regret_state.ts";
import { comparatorNamed, requireLoss, requireLosses } from "./stream_losses.ts";
import { type TrackedRegret, trackedRegret } from "./tracked_regret.ts";

/** Collects the losses of a stream while it is played, in a memory that does not grow with it. */
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
  /** The state so far, plain data: what {@linkcode regretTracker} goes on from. */
  state(): RegretState;
  /**
   * The regret so far; its curves have `[points]` instead of all rounds.
   *
   * @throws {RangeError} If there is no round or no comparator yet.
   */
  report(): TrackedRegret;
}

/** Options for {@linkcode regretTracker}. */
export interface RegretTrackerOptions {
  /** State to go on from, as {@linkcode RegretTracker.state} gives it. @default {none} */
  readonly earlier?: RegretState;
  /** Most points of a curve, unless `earlier` has its own; every round has one while there are no more. At least 64. @default {512} */
  readonly points?: number;
}

/**
 * Tracks the regret of a stream: record each round as it is played, then ask for the report. Sums are compensated, so
 * that they are exact to the last digits however long the stream; curves are thinned as it grows, to as many points in
 * each doubling of the rounds as there is room for. Whoever needs the curve of every round has {@linkcode regret}.
 *
 * @throws {RangeError} If `points` is not a whole number ≥ 64.
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
  { earlier, points = 512 }: RegretTrackerOptions = {},
): RegretTracker {
  let state = earlier ?? emptyState(points);
  return {
    record(loss, rivals = {}) {
      requireRound(state, loss, rivals);
      state = withRound(state, loss, rivals);
    },
    compare(name, losses) {
      if (Object.hasOwn(state.comparators, name)) {
        throw new RangeError(
          `Cannot add a comparator as its name must be new: current value is "${name}"`,
        );
      }
      requireLosses(comparatorNamed(name), losses, state.rounds);
      const comparator = comparatorState(state, losses);
      state = { ...state, comparators: { ...state.comparators, [name]: comparator } };
    },
    state: () => state,
    report: () => trackedRegret(state),
  };
}

/** Throws unless a round has a finite loss for what was played and for the known comparators, and for no other. */
function requireRound(
  { rounds, comparators }: RegretState,
  played: number,
  rivals: Readonly<Record<string, number>>,
): void {
  const round = rounds + 1;
  const names = Object.keys(comparators);
  const known = round === 1 && names.length === 0 ? Object.keys(rivals) : names;
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
