import type { Row } from "../base/mod.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { formatNumber } from "./format_number.ts";
import { landscapeLine } from "./landscape_line.ts";
import { type Place, placesOf } from "./landscape_places.ts";
import { landscapeTriangle } from "./landscape_triangle.ts";
import { themed } from "./theme.ts";

/** What {@linkcode landscapeChart} reads and says. */
export interface LandscapeOptions {
  /** Column of the loss. @default {"loss"} */
  readonly loss?: string;
  /** Column that names the search which ended at the row's weights; null elsewhere. @default {"found"} */
  readonly found?: string;
  /** What the loss is, with its unit. @default {"Memory loss (nats)"} */
  readonly lossTitle?: string;
}

/**
 * Chart of a loss over the weights λ of a combination, which are at least 0 and sum to 1: a line for two domains, a
 * triangle for three, each corner of it one domain alone. Weights that a search found are marked; where no row names a
 * search, the lowest row is.
 *
 * @param rows A column for λ of each domain, by its name, and one for the loss; perhaps one for the name of a search.
 * @param domains Names of the 2 or 3 columns of weights.
 * @throws {RangeError} If there are not 2 or 3 domains, there is no row, a number is not finite, or weights do not lie on
 * the simplex.
 *
 * @example
 * ```ts
 * import { landscapeChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [0, 0.25, 1].map((news) => ({ news, reviews: 1 - news, loss: 0.5 + (news - 0.25) ** 2 }));
 * equal(
 *   landscapeChart(rows, ["news", "reviews"]).description,
 *   "Memory loss (nats) over the weights of news, reviews, from 0.500 to 1.06. lowest tried: 0.500 at (0.250, 0.750).",
 * );
 * ```
 */
export function landscapeChart(
  rows: readonly Row[],
  domains: readonly string[],
  options: LandscapeOptions = {},
): ChartSpec {
  const { loss = "loss", found = "found", lossTitle = "Memory loss (nats)" } = options;
  const draw = DRAW[domains.length];
  if (draw === undefined) {
    throw new RangeError(
      `Cannot draw the landscape as there must be 2 or 3 domains: current count is ${domains.length}`,
    );
  }
  const places = placesOf(rows, domains, { loss, found });
  const losses = places.tried.map((place) => place.loss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)].map((value) =>
    formatNumber(value)
  );
  return themed(
    {
      title: "Loss over the weights of the combination",
      subtitle: "λ ≥ 0, together 1; marked: the weights found, and the loss there",
      description: `${lossTitle} over the weights of ${
        domains.join(", ")
      }, from ${low} to ${high}. ${places.found.map(inWords).join("; ")}.`,
    },
    draw({ ...places, domains, lossTitle }),
  );
}

/** What is drawn, by the number of domains. */
const DRAW: Readonly<Record<number, typeof landscapeLine>> = {
  2: landscapeLine,
  3: landscapeTriangle,
};

function inWords({ found, loss, weights }: Place): string {
  return `${found}: ${formatNumber(loss)} at (${weights.map((x) => formatNumber(x)).join(", ")})`;
}
