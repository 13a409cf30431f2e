import type { MetricRow } from "../base/mod.ts";
import { range } from "./average.ts";
import { type AxisScale, logScale } from "./axis_scale.ts";
import type { ChartSpec, Json } from "./chart_spec.ts";
import { formatNumber } from "./format_number.ts";
import { domainStyle } from "./domain_style.ts";
import { byLine, type Part } from "./frame.ts";
import type { Look } from "./line.ts";
import { short } from "./pixels.ts";
import { sideLegend } from "./side_legend.ts";
import { HEIGHT, themed, WIDTH } from "./theme.ts";

/** A method's regrets, or the bound of them, after growing numbers of rounds. */
interface Path extends Look {
  readonly points: readonly { readonly rounds: number; readonly value: number }[];
}

/** Whole for a regret, dashed for the bound that belongs to it. */
const DASHES = { regret: [1, 0], bound: [5, 3] } as const;

/**
 * Chart of regrets R_T over T, both logarithmic, each method's mean over the seeds that went so far; its bound, where it has
 * one, is dashed in the same colour.
 *
 * @param rows Rows of the metrics `regret` and `bound`, in nats, `step` being T; others are passed over, and so are regrets
 * that are not positive.
 * @throws {RangeError} If no row has the metric `regret` and a positive value.
 *
 * @example
 * ```ts
 * import { boundChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = Object.entries({ regret: 3, bound: 30 })
 *   .map(([metric, value]) => ({ method: "ogd", seed: 0, step: 100, metric, value }));
 * equal(boundChart(rows).description, "Regret against T. At the last T: ogd 3, ogd: bound 30 nats.");
 * ```
 */
export function boundChart(rows: readonly MetricRow[]): ChartSpec {
  const paths = pathsOf(rows);
  const told = paths.map(({ name, points }) => `${name} ${formatNumber(points.at(-1)!.value)}`);
  return themed(
    {
      title: "Regret against its bound",
      subtitle:
        "Against the exact best point in hindsight; mean over seeds; dashed: what is promised",
      description: `Regret against T. At the last T: ${told.join(", ")} nats.`,
    },
    plane(paths),
  );
}

function pathsOf(rows: readonly MetricRow[]): Path[] {
  const methods = [...new Set(rows.map(({ method }) => method))];
  const paths = methods.flatMap((method, place) =>
    (["regret", "bound"] as const).flatMap((metric): Path[] => {
      const own = rows.filter((row) => row.method === method && row.metric === metric);
      const points = [...Map.groupBy(own, ({ step }) => step)]
        .map(([rounds, all]) => ({ rounds, value: range(all.map(({ value }) => value)).mean }))
        .filter(({ value }) => value > 0).sort((a, b) => a.rounds - b.rounds);
      const style = { ...domainStyle(place), dash: DASHES[metric] };
      const name = metric === "regret" ? method : `${method}: bound`;
      return points.length === 0 ? [] : [{ name, style, bold: metric === "regret", points }];
    })
  );
  if (paths.length > 0) return paths;
  throw new RangeError(
    'Cannot draw the chart as no row has a positive "regret": run a method that reports it',
  );
}

function plane(paths: readonly Path[]): Part {
  const points = paths.flatMap((path) => path.points);
  const x = axis("rounds", "Rounds T (log scale)", logScale()(points.map(({ rounds }) => rounds)));
  const y = axis(
    "value",
    "Regret R_T (nats, log scale)",
    logScale()(points.map(({ value }) => value)),
  );
  const colour = byLine(paths, ({ style }) => style.colour);
  const shape = byLine(paths, ({ style }) => style.shape);
  const data = {
    values: paths.flatMap(({ name, points }) =>
      points.map(({ rounds, value }): Json => ({ line: name, rounds, value: short(value) }))
    ),
  };
  const at = { x, y, color: colour };
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data,
        mark: { type: "line" },
        encoding: {
          ...at,
          strokeDash: byLine(paths, ({ style }) => style.dash),
          strokeWidth: byLine(paths, ({ bold }) => bold ? 2.2 : 1.2),
        },
      },
      {
        data,
        mark: { type: "point", filled: true, opacity: 1, size: 40 },
        encoding: { ...at, shape },
      },
      ...sideLegend(paths, colour, shape),
    ],
  };
}

function axis(field: string, title: string, { scale, axis }: AxisScale): Part {
  return { field, type: "quantitative", scale, axis: { title, labelFlush: false, ...axis } };
}
