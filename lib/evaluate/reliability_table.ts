import { mean } from "./numbers.ts";

/** One bin of a reliability table. */
export interface ReliabilityBin {
  /** Lower edge, inclusive. */
  readonly low: number;
  /** Upper edge, exclusive but for the last bin. */
  readonly high: number;
  /** Mean of the forecasts in the bin. */
  readonly forecast: number;
  /** Share of them that came true. */
  readonly observed: number;
  /** Forecasts in the bin. */
  readonly count: number;
}

/** A probability and what came of it. */
export interface Forecast {
  /** Probability in [0, 1]. */
  readonly forecast: number;
  /** 1 if it came true, 0 otherwise. */
  readonly label: number;
}

/** The bins of equal width on [0, 1] that hold a forecast, in order. */
export function reliabilityTable(forecasts: readonly Forecast[], bins: number): ReliabilityBin[] {
  const binOf = ({ forecast }: Forecast) => Math.min(bins - 1, Math.floor(forecast * bins));
  const members = Map.groupBy(forecasts, binOf);
  return [...members.entries()].sort(([a], [b]) => a - b).map(([bin, inside]) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    forecast: mean(inside.map(({ forecast }) => forecast)),
    observed: mean(inside.map(({ label }) => label)),
    count: inside.length,
  }));
}

/** Expected calibration error of a table: mean over its forecasts of |observed − forecast| of their bin, in [0, 1]. */
export function calibrationError(table: readonly ReliabilityBin[]): number {
  const forecasts = table.reduce((sum, { count }) => sum + count, 0);
  const gap = ({ count, observed, forecast }: ReliabilityBin) =>
    count * Math.abs(observed - forecast);
  return table.reduce((sum, bin) => sum + gap(bin), 0) / forecasts;
}
