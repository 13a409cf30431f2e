/** What a tracker of regret remembers: plain data of a bounded size. */
import { type CompensatedSum, NOTHING, plusExactly, totalOf } from "./compensated_sum.ts";
import { isKept, thinned } from "./kept_rounds.ts";

/** Losses of one module: their sum, and what it was at the rounds that are kept. */
export interface LossState extends CompensatedSum {
  /** Sums of losses up to each kept round, in nats, `[kept]`. */
  readonly sums: readonly number[];
}

/** State of a tracker: plain data, whose size does not grow with the stream. */
export interface RegretState {
  /** Rounds so far. */
  readonly rounds: number;
  /** Most rounds that are kept. */
  readonly points: number;
  /** Kept rounds in each doubling of the rounds, a power of 2. */
  readonly resolution: number;
  /** The rounds that are kept, ascending, `[kept]`. */
  readonly kept: readonly number[];
  /** Of what was played. */
  readonly played: LossState;
  /** Of each comparator, by name. */
  readonly comparators: Readonly<Record<string, LossState>>;
}

/** The state before the first round. */
export function emptyState(points: number): RegretState {
  if (!(Number.isInteger(points) && points >= 64)) {
    throw new RangeError(
      `Cannot track regret as points must be a whole number >= 64: current value is ${points}`,
    );
  }
  const resolution = 2 ** Math.floor(Math.log2(points));
  const played = { ...NOTHING, sums: [] };
  return { rounds: 0, points, resolution, kept: [], played, comparators: {} };
}

/** The state with one more round; the comparators are those of the first round. */
export function withRound(
  state: RegretState,
  loss: number,
  rivals: Readonly<Record<string, number>>,
): RegretState {
  const rounds = state.rounds + 1;
  const keeps = isKept(rounds, state.resolution);
  const known = rounds === 1 && Object.keys(state.comparators).length === 0
    ? Object.keys(rivals).map((name) => [name, { ...NOTHING, sums: [] }] as const)
    : Object.entries(state.comparators);
  const comparators = known.map(([name, old]) => [name, withLoss(old, rivals[name]!, keeps)]);
  return withinPoints({
    ...state,
    rounds,
    kept: keeps ? [...state.kept, rounds] : state.kept,
    played: withLoss(state.played, loss, keeps),
    comparators: Object.fromEntries(comparators),
  });
}

/** Losses of a comparator on all rounds so far, as far as they are kept. */
export function comparatorState(
  { kept }: RegretState,
  losses: ArrayLike<number>,
): LossState {
  const keeps = new Set(kept);
  let state: LossState = { ...NOTHING, sums: [] };
  for (let i = 0; i < losses.length; i++) state = withLoss(state, losses[i]!, keeps.has(i + 1));
  return state;
}

function withLoss(old: LossState, loss: number, keeps: boolean): LossState {
  const sum = plusExactly(old, loss);
  return { ...sum, sums: keeps ? [...old.sums, totalOf(sum)] : old.sums };
}

/** The state with as few kept rounds as it may have. */
function withinPoints(state: RegretState): RegretState {
  if (state.kept.length <= state.points) return state;
  const { resolution, at } = thinned(state.kept, state.resolution, state.points);
  const pick = <T>(list: readonly T[]) => at.map((i) => list[i]!);
  const less = (losses: LossState) => ({ ...losses, sums: pick(losses.sums) });
  const comparators = Object.entries(state.comparators).map(([name, each]) => [name, less(each)]);
  return {
    ...state,
    resolution,
    kept: pick(state.kept),
    played: less(state.played),
    comparators: Object.fromEntries(comparators),
  };
}
