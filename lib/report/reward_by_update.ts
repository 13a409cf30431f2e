import type { MetricRow } from "../base/mod.ts";
import { linearScale } from "./axis_scale.ts";
import type { Emphasis, Spread } from "./chart_options.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { lastValues } from "./last_values.ts";
import { methodLines } from "./line.ts";
import { linePlot } from "./line_plot.ts";
import { themed } from "./theme.ts";

/**
 * Chart of the mean reward of sampled texts, P(positive) from 0 to 1, against the updates done; one line a method.
 *
 * @param rows Rows of the metric `reward`; others are passed over.
 * @throws {RangeError} If no row has the metric, or a value is not finite.
 *
 * @example
 * ```ts
 * import { rewardByUpdate } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [0, 20].map((step) => ({ method: "dpo", seed: 0, step, metric: "reward", value: step / 40 }));
 * equal(rewardByUpdate(rows).description, "Mean reward by update. At the end: dpo 0.500.");
 * ```
 */
export function rewardByUpdate(
  rows: readonly MetricRow[],
  options: Spread & Emphasis = {},
): ChartSpec {
  const { lines, seeds } = methodLines(rows, "reward", options);
  return themed(
    {
      title: "Reward by update",
      subtitle: `Sampled texts, ${seeds}`,
      description: `Mean reward by update. At the end: ${lastValues(lines)}.`,
    },
    linePlot(lines, "Mean reward: P(positive), 0 to 1", linearScale([0, 1])),
  );
}
