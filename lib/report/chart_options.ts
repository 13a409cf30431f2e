/** Options that charts share. */
import type { Interval } from "../base/mod.ts";

/** How values of several seeds become a mean and the interval around it. */
export interface Spread {
  /** Values of one method at one step, one a seed → mean and interval. @default the mean, the lowest and the highest */
  readonly interval?: (values: readonly number[]) => Interval;
  /** Name of the interval, for the chart's subtitle. @default {"lowest to highest seed"} */
  readonly intervalName?: string;
}

/** Which methods stand out where there are many. */
export interface Emphasis {
  /** Methods that stand out; all but the reference do where there are at most 4. @default {["ofs-dpo", "dpo"]} */
  readonly emphasis?: readonly string[];
}

/** Which methods a chart of roles shows. */
export interface RoleOptions {
  /** Method with a fast and a slow module. @default {"ofs-dpo"} */
  readonly method?: string;
  /** Method that stands beside it; none is shown where it has no rows. @default {"dpo"} */
  readonly rival?: string;
}
