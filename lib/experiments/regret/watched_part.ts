/** The two modules while they learn: gradients, margins, roles, lengths, losses. */
import type { MetricRow } from "../../base/mod.ts";
import {
  adamStep,
  atRate,
  type Chase,
  chaseLearner,
  descent,
  type Learner,
  type MakeStep,
} from "../../regret/mod.ts";
import { metricRows } from "../in_domain/metric_rows.ts";
import { chaseLengths, phase, slopes } from "./looks.ts";
import { comparedPolicy, lengthOf } from "./measured.ts";
import type { RegretSizes } from "./sizes.ts";
import { type LinearWorld, linearWorld } from "./worlds.ts";

/** Weight α of the chase, and rounds k after which roles may swap. */
export const WATCHED = { alpha: 0.5, every: 10 } as const;
/** Fresh pairs that are looked at, and points of a curve. */
const [PAIRS, POINTS] = [500, 40];

/** Steps of the two modules; rates as in the comparison, and of about the same reach under AdamW. */
const SGD = { fast: atRate(() => 1), slow: atRate(() => 0.3) } as const;
const ADAMW = { fast: adamStep(() => 0.05), slow: adamStep(() => 0.015) } as const;

/**
 * One seed: gradients on separable labels under SGD and AdamW; margins and roles under noise; lengths and L_S there, with and
 * without its clamp, and where roles stay.
 */
export function watchedPart(seed: number, sizes: RegretSizes): MetricRow[] {
  const policy = comparedPolicy();
  const { alpha, every } = WATCHED;
  const world = (name: string, rounds: number) =>
    linearWorld(name, seed, { ...sizes, rounds, heldOut: PAIRS });
  const [clean, noisy, brief] = [
    world("separable", sizes.watchedRounds),
    world("noise", sizes.watchedRounds),
    world("noise", sizes.rounds),
  ];
  const chase = (steps: Steps, others: Partial<Others> = {}) =>
    chaseLearner(policy, { ...steps, alpha, every, ...others });
  const single = (step: MakeStep) => descent(policy, { step });
  const raw = { bound: -Infinity };
  const stay = { every: Infinity };
  const runs: readonly (readonly [string, Learner | Chase, LinearWorld, Look])[] = [
    ["dpo", single(SGD.fast), clean, slopes(policy, 0)],
    ["ofs-dpo", chase(SGD), clean, slopes(policy, alpha)],
    ["dpo-adamw", single(ADAMW.fast), clean, slopes(policy, 0)],
    ["ofs-adamw", chase(ADAMW), clean, slopes(policy, alpha)],
    ["ofs-dpo", chase(SGD), brief, phase(policy)],
    ["dpo", single(SGD.fast), noisy, chaseLengths(policy, 0)],
    ["ofs-dpo", chase(SGD), noisy, chaseLengths(policy, alpha)],
    ["ofs-raw", chase(SGD, raw), noisy, chaseLengths(policy, alpha, raw)],
    ["ofs-no-swap", chase(SGD, stay), noisy, chaseLengths(policy, alpha)],
    ["ofs-raw-no-swap", chase(SGD, { ...raw, ...stay }), noisy, chaseLengths(policy, alpha, raw)],
  ];
  return runs.flatMap(([method, learner, stream, look]) =>
    watched(method, seed, { learner, stream, look })
  );
}

interface Steps {
  readonly fast: MakeStep;
  readonly slow: MakeStep;
}

interface Others {
  readonly bound: number;
  readonly every: number;
}

/** What is measured of a learner on fresh pairs; `move` is how far its last update took what it plays. */
export type Look = (
  learner: Learner | Chase,
  fresh: Float64Array,
  move: number,
) => Readonly<Record<string, number>>;

/** Looks at a learner at the start and after each of evenly spaced rounds. */
function watched(
  method: string,
  seed: number,
  { learner, stream: { rounds, fresh }, look }: {
    readonly learner: Learner | Chase;
    readonly stream: LinearWorld;
    readonly look: Look;
  },
): MetricRow[] {
  const apart = Math.max(1, Math.floor(rounds.length / POINTS));
  const rows = metricRows(method, seed, 0, look(learner, fresh, 0));
  rounds.forEach((round, t) => {
    const before = learner.play();
    learner.update(round);
    if ((t + 1) % apart !== 0) return;
    const move = lengthOf(learner.play().map((x, i) => x - before[i]!));
    rows.push(...metricRows(method, seed, t + 1, look(learner, fresh, move)));
  });
  return rows;
}
