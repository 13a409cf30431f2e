/** Axes whose ends are known before Vega draws, so that labels can be laid out beside the lines. */
import type { Json } from "./chart_spec.ts";
import { linearTicks, logTicks, tidy } from "./ticks.ts";

/** A numeric axis. */
export interface AxisScale {
  /** Vega-Lite's `scale`. */
  readonly scale: Json;
  /** Vega-Lite's `axis`, without its title. */
  readonly axis: Readonly<Record<string, Json>>;
  /** Lowest and highest value. */
  readonly domain: readonly [number, number];
  /** Where a value stands: 0 at the lower end, 1 at the upper one. */
  place(value: number): number;
}

/** Makes an axis that shows all of `values`. */
export type MakeScale = (values: readonly number[]) => AxisScale;

/** A linear axis with a little room at both ends, within `bounds`; it begins at 0 where the values begin near 0. */
export function linearScale(bounds: readonly [number, number] = [-Infinity, Infinity]): MakeScale {
  return (values) => {
    const [low, high] = roomy(extent(values));
    const from = tidy(Math.max(bounds[0], low));
    const to = tidy(Math.min(bounds[1], high));
    const { ticks, step } = linearTicks(from, to);
    return {
      scale: { type: "linear", domain: [from, to], nice: false, zero: false },
      axis: { values: ticks, format: linearFormat(step) },
      domain: [from, to],
      place: (value) => (value - from) / (to - from),
    };
  };
}

/** A logarithmic axis. Values that are not positive stand on its lower end. */
export function logScale(): MakeScale {
  return (values) => {
    const [least, most] = extent(values.filter((value) => value > 0));
    const [low, high] = [tidy(least / 1.2), tidy(most * 1.2)];
    return {
      scale: { type: "log", domain: [low, high], nice: false, clamp: true },
      axis: {
        values: logTicks(low, high),
        labelExpr: "datum.value < 0.0001 ? format(datum.value, '~e') : format(datum.value, '~g')",
      },
      domain: [low, high],
      place: (value) => Math.log(Math.max(value, low) / low) / Math.log(high / low),
    };
  };
}

/** Lowest and highest value; 1 where there is none, which every kind of axis can show. */
function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [1, 1];
}

function roomy([low, high]: readonly [number, number]): [number, number] {
  const length = high - low;
  // Values that do not move still need an axis of some length.
  const room = length > 0 ? length * 0.04 : Math.max(Math.abs(low) * 0.1, 1e-3);
  return [low >= 0 && low <= length / 4 ? 0 : low - room, high + room];
}

function linearFormat(step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return decimals > 5 ? "~e" : `,.${decimals}f`;
}
