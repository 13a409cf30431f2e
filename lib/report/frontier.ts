import type { MetricRow } from "../base/mod.ts";
import { linearScale } from "./axis_scale.ts";
import type { Emphasis } from "./chart_options.ts";
import type { ChartSpec, Json } from "./chart_spec.ts";
import { formatNumber } from "./format_number.ts";
import { byLine, type Part } from "./frame.ts";
import { end, type Place, type Way, waysOf } from "./frontier_ways.ts";
import { short } from "./pixels.ts";
import { sideLegend } from "./side_legend.ts";
import { HEIGHT, themed, WIDTH } from "./theme.ts";

/**
 * Chart of the mean reward against the KL divergence from the reference: what a method gains for how far it moves. Each
 * method is a path over its checkpoints that ends in a large symbol; methods that stand out show their seeds there.
 *
 * @param rows Rows of the metrics `reward`, P(positive) from 0 to 1, and `kl`, in nats a text; others are passed over.
 * @throws {RangeError} If no row has one of the metrics, or a value is not finite.
 *
 * @example
 * ```ts
 * import { frontier } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = Object.entries({ reward: 0.8, kl: 4 })
 *   .map(([metric, value]) => ({ method: "dpo", seed: 0, step: 20, metric, value }));
 * equal(frontier(rows).description, "Mean reward against KL. At the end: dpo 0.800 at 4 nats.");
 * ```
 */
export function frontier(rows: readonly MetricRow[], options: Emphasis = {}): ChartSpec {
  const ways = waysOf(rows, options);
  const ends = ways.map((way) =>
    `${way.name} ${formatNumber(end(way).reward)} at ${formatNumber(end(way).kl)} nats`
  );
  return themed(
    {
      title: "Reward against KL",
      subtitle:
        "A path a method over its checkpoints, means over seeds; large: the last one; pale: its seeds",
      description: `Mean reward against KL. At the end: ${ends.join(", ")}.`,
    },
    plane(ways),
  );
}

function plane(ways: readonly Way[]): Part {
  const all = ways.flatMap(({ places, seeds, bold }) => bold ? [...places, ...seeds] : places);
  const [kl, reward] = [linearScale(), linearScale([0, 1])];
  const x = axis("kl", "KL to the reference (nats per text)", kl(all.map((place) => place.kl)));
  const y = axis(
    "reward",
    "Mean reward: P(positive), 0 to 1",
    reward(all.map((place) => place.reward)),
  );
  const colour = byLine(ways, ({ style }) => style.colour);
  const shape = byLine(ways, ({ style }) => style.shape);
  const at = { x, y, color: colour };
  // What stands out is drawn last.
  const drawn = [...ways].sort((a, b) => Number(a.bold) - Number(b.bold));
  const bold = drawn.filter((way) => way.bold);
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        ...dots(drawn, ({ places }) => places),
        mark: { type: "line", strokeJoin: "round" },
        encoding: {
          ...at,
          order: { field: "step", type: "quantitative" },
          strokeWidth: byLine(ways, (way) => way.bold ? 2.2 : 1.1),
          opacity: byLine(ways, (way) => way.bold ? 0.9 : 0.6),
        },
      },
      symbols(dots(bold, ({ seeds }) => seeds), 45, 0.35, { ...at, shape }),
      symbols(dots(drawn, ({ places }) => places.slice(0, -1)), 18, 0.8, { ...at, shape }),
      symbols(dots(drawn, (way) => [end(way)]), 110, 1, { ...at, shape }),
      ...sideLegend(ways, colour, shape),
    ],
  };
}

function symbols(data: Part, size: number, opacity: number, encoding: Part): Part {
  return { ...data, mark: { type: "point", filled: true, size, opacity }, encoding };
}

function dots(ways: readonly Way[], places: (way: Way) => readonly Place[]): Part {
  return {
    data: {
      values: ways.flatMap((way) =>
        places(way).map(({ step, kl, reward }): Json => ({
          line: way.name,
          step,
          kl: short(kl),
          reward: short(reward),
        }))
      ),
    },
  };
}

function axis(
  field: string,
  title: string,
  scale: ReturnType<ReturnType<typeof linearScale>>,
): Part {
  return {
    field,
    type: "quantitative",
    scale: scale.scale,
    axis: { title, labelFlush: false, ...scale.axis },
  };
}
