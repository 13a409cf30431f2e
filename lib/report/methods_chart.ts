import type { Interval } from "../base/mod.ts";
import type { Emphasis } from "./chart_options.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { dotPlot } from "./dot_plot.ts";
import { formatIntervals } from "./format_interval.ts";
import { standingOut } from "./line.ts";
import { themed } from "./theme.ts";

/** A method's mean and interval. */
export interface MethodRow extends Interval {
  /** Name of the method. */
  readonly method: string;
  /** Value of each seed. @default none */
  readonly values?: readonly number[];
}

/** What {@linkcode methodsChart} says and marks. */
export interface MethodsChartOptions extends Emphasis {
  /** Title of the chart. @default {"Methods compared"} */
  readonly title?: string;
  /** Name of the interval, for the subtitle. @default {"95 % t-interval"} */
  readonly intervalName?: string;
  /** Method whose mean is marked by a rule. @default {"dpo"} */
  readonly baseline?: string;
}

/**
 * Chart of one number a method: a dot for the mean, a bar for the interval, a pale dot for each seed; the highest mean
 * first. A bar that is far wider than all means lie apart is cut, and an arrow says so; an interval without ends has none.
 *
 * @param rows One row a method.
 * @param valueTitle What the number is, with its unit.
 * @throws {RangeError} If there is no row, a mean or a value is not finite, or an interval does not hold its mean.
 *
 * @example
 * ```ts
 * import { methodsChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const spec = methodsChart([{ method: "dpo", mean: 0.7, low: 0.65, high: 0.75 }], "Mean reward, 0 to 1");
 * equal(spec.description, "Mean reward, 0 to 1, with 95 % t-interval: dpo 0.700 [0.650, 0.750].");
 * ```
 */
export function methodsChart(
  rows: readonly MethodRow[],
  valueTitle: string,
  options: MethodsChartOptions = {},
): ChartSpec {
  const { title = "Methods compared", intervalName = "95 % t-interval" } = options;
  requireRows(rows);
  const sorted = [...rows].sort((a, b) => b.mean - a.mean);
  const figures = formatIntervals(sorted);
  const told = sorted.map(({ method }, i) => `${method} ${figures[i]}`).join(", ");
  return themed(
    {
      title,
      subtitle: `Mean and ${intervalName}; pale: single seeds`,
      description: `${valueTitle}, with ${intervalName}: ${told}.`,
    },
    dotPlot(
      sorted,
      valueTitle,
      standingOut(sorted.map(({ method }) => method), options),
      sorted.find(({ method }) => method === (options.baseline ?? "dpo"))?.mean,
    ),
  );
}

function requireRows(rows: readonly MethodRow[]) {
  if (rows.length === 0) {
    throw new RangeError("Cannot compare methods as there is none: give one row a method");
  }
  for (const { method, mean, low, high, values = [] } of rows) {
    const odd = [mean, ...values].find((value) => !Number.isFinite(value));
    if (odd !== undefined) {
      throw new RangeError(
        `Cannot compare methods as every mean and value of ${method} must be finite: current value is ${odd}`,
      );
    }
    if (!(low <= mean && mean <= high)) {
      throw new RangeError(
        `Cannot compare methods as the interval of ${method} must hold its mean: current value is [${low}, ${high}]`,
      );
    }
  }
}
