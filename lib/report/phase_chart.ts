import type { MetricRow } from "../base/mod.ts";
import { linearScale } from "./axis_scale.ts";
import type { ChartSpec, Json } from "./chart_spec.ts";
import { domainStyle } from "./domain_style.ts";
import { formatNumber } from "./format_number.ts";
import { byLine, type Part } from "./frame.ts";
import type { Look } from "./line.ts";
import { short } from "./pixels.ts";
import { sideLegend } from "./side_legend.ts";
import { HEIGHT, MUTED, themed, WIDTH } from "./theme.ts";

/** Options for {@linkcode phaseChart}. */
export interface PhaseOptions {
  /** Method with a fast and a slow module. @default {"ofs-dpo"} */
  readonly method?: string;
  /** Most seeds that are drawn, the first ones. @default {3} */
  readonly seeds?: number;
}

/** Margins of both roles at a moment, and whether roles swapped since the one before. */
interface Moment {
  readonly step: number;
  readonly F: number;
  readonly S: number;
  readonly swapped: boolean;
}

interface Orbit extends Look {
  readonly moments: readonly Moment[];
}

/**
 * Chart of the margin of the module in role S against that of the module in role F, a path a seed; at a swap the two exchange
 * places, so that the path jumps across the line where both are equal. A large symbol stands after each swap.
 *
 * @param rows Rows of the metrics `margin_F`, `margin_S` (β·h in nats) and `role`; others are passed over.
 * @throws {RangeError} If the method has no row of both margins.
 *
 * @example
 * ```ts
 * import { phaseChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = Object.entries({ margin_F: 1.5, margin_S: 0.5, role: 0 })
 *   .map(([metric, value]) => ({ method: "ofs-dpo", seed: 0, step: 0, metric, value }));
 * equal(phaseChart(rows).description, "Margin of S against margin of F. At the end: seed 0: F 1.50, S 0.500, swaps 0.");
 * ```
 */
export function phaseChart(
  rows: readonly MetricRow[],
  { method = "ofs-dpo", seeds = 3 }: PhaseOptions = {},
): ChartSpec {
  const orbits = orbitsOf(rows.filter((row) => row.method === method)).slice(0, seeds);
  if (orbits.length === 0) {
    throw new RangeError(
      `Cannot draw the chart as ${method} has no rows of margin_F and margin_S: run a method that reports them`,
    );
  }
  const told = orbits.map(({ name, moments }) => {
    const { F, S } = moments.at(-1)!;
    const swaps = moments.filter(({ swapped }) => swapped).length;
    return `${name}: F ${formatNumber(F)}, S ${formatNumber(S)}, swaps ${swaps}`;
  });
  return themed(
    {
      title: "The two modules in the plane of their margins",
      subtitle:
        "A path a seed, from the reference at (0, 0); grey: both margins equal; large: after a swap of roles",
      description: `Margin of S against margin of F. At the end: ${told.join("; ")}.`,
    },
    plane(orbits),
  );
}

function orbitsOf(rows: readonly MetricRow[]): Orbit[] {
  return [...Map.groupBy(rows, ({ seed }) => seed)].map(([seed, mine], i) => {
    const at = (metric: string) =>
      new Map(mine.filter((row) => row.metric === metric).map(({ step, value }) => [step, value]));
    const [F, S, role] = [at("margin_F"), at("margin_S"), at("role")];
    const steps = [...F.keys()].filter((step) => S.has(step)).sort((a, b) => a - b);
    const moments = steps.map((step, j) => ({
      step,
      F: F.get(step)!,
      S: S.get(step)!,
      swapped: j > 0 && role.get(step) !== role.get(steps[j - 1]!),
    }));
    return { name: `seed ${seed}`, style: domainStyle(i), bold: false, moments };
  }).filter(({ moments }) => moments.length > 0);
}

function plane(orbits: readonly Orbit[]): Part {
  const all = orbits.flatMap(({ moments }) => moments);
  const [F, S] = [all.map((moment) => moment.F), all.map((moment) => moment.S)];
  const x = axis("F", "Margin of F, β·h_F (nats)", F);
  const y = axis("S", "Margin of S, β·h_S (nats)", S);
  const colour = byLine(orbits, ({ style }) => style.colour);
  const shape = byLine(orbits, ({ style }) => style.shape);
  const at = { x, y, color: colour };
  const points = (keep: (moment: Moment) => boolean) => ({
    values: orbits.flatMap(({ name, moments }) =>
      moments.filter(keep).map(({ step, F, S }): Json => ({
        line: name,
        step,
        F: short(F),
        S: short(S),
      }))
    ),
  });
  const ends = [Math.max(Math.min(...F), Math.min(...S)), Math.min(Math.max(...F), Math.max(...S))];
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: { values: ends.map((end) => ({ F: short(end), S: short(end) })) },
        mark: { type: "line", color: MUTED, strokeDash: [4, 3], opacity: 0.8 },
        encoding: { x, y },
      },
      {
        data: points(() => true),
        mark: { type: "line", strokeWidth: 1.4, opacity: 0.8 },
        encoding: { ...at, order: { field: "step", type: "quantitative" } },
      },
      symbols(points(() => true), 14, { ...at, shape }),
      symbols(points(({ swapped }) => swapped), 130, { ...at, shape }),
      ...sideLegend(orbits, colour, shape),
    ],
  };
}

function symbols(data: Part, size: number, encoding: Part): Part {
  return { data, mark: { type: "point", filled: true, opacity: 1, size }, encoding };
}

function axis(field: string, title: string, values: readonly number[]): Part {
  const { scale, axis } = linearScale()(values);
  return { field, type: "quantitative", scale, axis: { title, labelFlush: false, ...axis } };
}
