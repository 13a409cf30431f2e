/** Rows like those of an in-domain experiment, made up from a seed. */
import { fold, key, type MetricRow, normal } from "../../lib/base/mod.ts";

/** All methods of the full preset; the first three are those of the quick one. */
export const METHODS = [
  "reference",
  "dpo",
  "ofs-dpo",
  "dpo-decay",
  "dpo-polyak",
  "dpo-ema",
  "dpo-lr-alpha",
  "dpo-twice",
  "ofs-alpha-0",
  "ofs-equal-rates",
  "ofs-no-swap",
  "ofs-raw",
  "ofs-swap-rates",
  "ofs-sgd",
] as const;

/** What {@linkcode makeRows} makes. */
export interface MakeRowsOptions {
  readonly methods?: number;
  readonly seeds?: number;
  readonly steps?: number;
  readonly evaluations?: number;
}

/** Rows of some methods and seeds. */
export function makeRows(
  { methods = 14, seeds = 5, steps = 200, evaluations = 6 }: MakeRowsOptions = {},
): MetricRow[] {
  return METHODS.slice(0, methods).flatMap((method, m) =>
    Array.from({ length: seeds }, (_, seed) => {
      const put = (step: number, values: Record<string, number>) =>
        Object.entries(values).map(([metric, value]) => ({ method, seed, step, metric, value }));
      const every = steps / (evaluations - 1);
      const at = Array.from({ length: evaluations }, (_, i) => Math.round(i * every));
      return method === "reference" ? put(0, evaluation(m, seed, 0)) : [
        ...at.flatMap((step) => put(step, evaluation(m, seed, step / steps))),
        ...updates(m, seed, steps).flatMap((values, step) => put(step, values)),
      ];
    }).flat()
  );
}

function evaluation(m: number, seed: number, t: number): Record<string, number> {
  const [a, b, c] = normal(fold(fold(key(7), m), seed * 1000 + Math.round(t * 999)), 3);
  const gain = m === 2 ? 0.34 : 0.18 + 0.012 * m;
  const reward = Math.min(1, 0.52 + gain * (1 - Math.exp(-3 * t)) + 0.012 * a!);
  return {
    reward,
    kl: t === 0 ? 0 : Math.max(0, (6 + m) * t ** 1.3 + 0.3 * b!),
    accuracy: 0.5 + 0.3 * t + 0.01 * c!,
    reward_logit: 4 * (reward - 0.5),
  };
}

function updates(m: number, seed: number, steps: number): Record<string, number>[] {
  const noise = normal(fold(fold(key(8), m), seed), 3 * steps);
  let [regret, swaps, role] = [0, 0, 0];
  return Array.from({ length: steps }, (_, step) => {
    const t = step / steps;
    const [a, b, c] = [noise[3 * step]!, noise[3 * step + 1]!, noise[3 * step + 2]!];
    regret += Math.max(
      0,
      0.02 + 0.1 * Math.exp(-3 * t) + 0.004 * m * (m === 2 ? -1 : 1) + 0.05 * a,
    );
    if (step > 0 && step % 10 === 0 && c > 0.8) [role, swaps] = [1 - role, swaps + 1];
    const F = 2.5 * t + 0.15 * a;
    const S = 1.4 * t + 0.15 * b;
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const chase = 0.1 * 0.5 * sigmoid(-(F - S));
    const common = {
      loss: Math.log1p(Math.exp(-F)),
      regret,
      margin_F: F,
      slope_F: 0.1 * sigmoid(-F * 2),
    };
    if (m !== 2 && m < 8) return common;
    return {
      ...common,
      margin_S: S,
      slope_F: 0.1 * sigmoid(-F) + chase,
      slope_S: Math.abs(0.1 * sigmoid(-S) + chase),
      floor: 0.1 * 0.5 / 2,
      role,
      swaps,
    };
  });
}
