/** Charts of streams of domains and of combinations, drawn from made-up rows. */
import { fold, key, normal, type Row } from "../../lib/base/mod.ts";
import { taskMatrix, type TaskRow, taskRows } from "../../lib/evaluate/mod.ts";
import {
  type ChartSpec,
  deltaChart,
  type DeltaRow,
  forgettingChart,
  landscapeChart,
  matrixChart,
} from "../../lib/report/mod.ts";

/** Title of the number that {@linkcode streamRows} gives. */
export const SCORE = "Mean reward: P(positive), 0 to 1";

/** What {@linkcode streamRows} makes. */
interface Streams {
  readonly methods: readonly string[];
  readonly domains: readonly string[];
  readonly seeds?: number;
}

/** Scores that rise in a domain's own turn and fall behind it, for "ofs" less than for others. */
export function streamRows({ methods, domains, seeds = 2 }: Streams): TaskRow[] {
  return methods.flatMap((method, m) =>
    Array.from({ length: seeds }, (_, seed) => {
      const noise = normal(fold(fold(key(5), m), seed), domains.length * (domains.length + 1));
      const keep = method.includes("ofs") ? 0.93 : 0.75;
      const score = (t: number, i: number) =>
        0.5 + 0.01 * noise[t * domains.length + i]! +
        (t > i ? (0.3 + 0.02 * i) * keep ** (t - i - 1) : 0.01 * t);
      const scores = [0, ...domains.map((_, t) => t + 1)]
        .map((t) => domains.map((_, i) => score(t, i)));
      const matrix = taskMatrix(domains, scores.slice(1), { before: scores[0]! });
      return taskRows(matrix, method, { seed });
    }).flat()
  );
}

/** A bowl of losses over weights, its lowest place found by two searches. */
export function landscapeRows(domains: readonly string[], parts: number): Row[] {
  const loss = (weights: readonly number[]) =>
    0.45 + weights.reduce((sum, x, i) => sum + (0.4 - 0.1 * i) * (x - 0.1 - 0.3 * i) ** 2, 0);
  const row = (weights: readonly number[], found: string | null): Row => ({
    ...Object.fromEntries(domains.map((name, i) => [name, weights[i]!])),
    loss: loss(weights),
    found,
  });
  const grid = domains.length === 2
    ? Array.from({ length: parts + 1 }, (_, i) => [i / parts, 1 - i / parts])
    : Array.from({ length: parts + 1 }, (_, i) =>
      Array.from(
        { length: parts + 1 - i },
        (_, j) => [i / parts, j / parts, (parts - i - j) / parts],
      )).flat();
  const found = domains.length === 2 ? [0.3143, 0.6857] : [0.0538, 0.3385, 0.6077];
  const even = domains.map(() => 1 / domains.length);
  return [
    ...grid.map((weights) => row(weights, null)),
    row(found, "Nelder-Mead"),
    row(even, "uniform mean"),
  ];
}

/** Cosines and errors of ways to combine `modules`. */
export function deltaRows(modes: readonly string[], modules: readonly string[]): DeltaRow[] {
  return modes.flatMap((mode, m) => [
    ...modules.map((module, i) => ({
      mode,
      module,
      metric: "cosine",
      value: 0.7 - 0.04 * m * i + 0.02 * i,
    })),
    { mode, module: "exact sum", metric: "error", value: m === 0 ? 0 : 0.1 * m },
  ]);
}

/** Titles of the metrics of {@linkcode deltaRows}. */
export const DELTA_TITLES = {
  cosine: "Cosine of ΔW with the module's ΔW",
  error: "‖ΔW − exact sum‖ / ‖exact sum‖",
};

const TWO = ["relationships", "other subreddits"];
const FIVE = ["films", "books", "kitchen", "music", "games"];
const MODES = ["delta", "svd", "factor", "ties", "dare_ties"];

/** Charts of each kind, small and large, by name. */
export function continualCharts(): Record<string, ChartSpec> {
  const small = streamRows({ methods: ["dpo", "ofs-dpo"], domains: TWO });
  const large = streamRows({
    methods: ["reference", "dpo", "ofs-dpo", "cofs-dpo", "dpo-decay", "ofs-raw"],
    domains: FIVE,
    seeds: 3,
  });
  const single = streamRows({ methods: ["dpo"], domains: FIVE.slice(0, 3), seeds: 1 });
  const three = FIVE.slice(0, 3);
  return {
    matrix: matrixChart(small, { valueTitle: SCORE }),
    "matrix-large": matrixChart(large, { valueTitle: SCORE }),
    "matrix-single": matrixChart(single, { valueTitle: SCORE }),
    forgetting: forgettingChart(small, { valueTitle: SCORE }),
    "forgetting-large": forgettingChart(large, { valueTitle: SCORE }),
    "forgetting-single": forgettingChart(single, { valueTitle: SCORE }),
    "landscape-2": landscapeChart(landscapeRows(TWO, 10), TWO),
    "landscape-3": landscapeChart(landscapeRows(three, 12), three),
    "landscape-3-coarse": landscapeChart(landscapeRows(three, 4), three),
    delta: deltaChart(deltaRows(MODES, FIVE.slice(0, 2)), { titles: DELTA_TITLES }),
    "delta-large": deltaChart(deltaRows(MODES, FIVE), { titles: DELTA_TITLES }),
  };
}

/** Texts that each chart must show. */
export const SAYS: Readonly<Record<string, readonly string[]>> = {
  matrix: ["dpo", "ofs-dpo", "Measured on", "After training on", "before any", SCORE, ...TWO],
  "matrix-large": ["reference", "cofs-dpo", "dpo-decay", "ofs-raw", ...FIVE, SCORE],
  "matrix-single": ["dpo", ...three()],
  forgetting: [...TWO, "dpo", "ofs-dpo", "Domains trained on", SCORE],
  "forgetting-large": [...FIVE, "reference", "cofs-dpo", "dpo-decay", "ofs-raw"],
  "forgetting-single": ["dpo", ...three()],
  "landscape-2": [
    "λ of relationships; the rest is λ of other subreddits",
    "Memory loss (nats)",
    "Nelder-Mead: 0.493",
    "uniform mean: 0.517",
  ],
  "landscape-3": [...three().map((name) => `λ of ${name} = 1`), "Memory loss (nats)"],
  "landscape-3-coarse": three().map((name) => `λ of ${name} = 1`),
  delta: [...MODES, ...FIVE.slice(0, 2), "exact sum", ...Object.values(DELTA_TITLES)],
  "delta-large": [...MODES, ...FIVE, "exact sum"],
};

function three(): readonly string[] {
  return ["films", "books", "kitchen"];
}
