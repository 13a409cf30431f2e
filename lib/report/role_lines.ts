/** Rows → one line for each role of a method, and one for its rival. */
import type { MetricRow } from "../base/mod.ts";
import { average, type Series } from "./average.ts";
import type { RoleOptions, Spread } from "./chart_options.ts";
import { type Line, requireSeries, seedsText } from "./line.ts";
import { methodStyle } from "./method_style.ts";

/** What the slow role is dashed with. */
const SLOW = [6, 4] as const;

/**
 * Lines of `${metric}_F` and `${metric}_S`.
 *
 * @throws {RangeError} If neither method has a row of `${metric}_F`.
 */
export function roleLines(
  rows: readonly MetricRow[],
  metric: string,
  options: RoleOptions & Spread = {},
): { readonly lines: readonly Line[]; readonly seeds: string } {
  const { method = "ofs-dpo", rival = "dpo" } = options;
  const ours = rows.filter((row) => row.method === method);
  const fast = average(ours, `${metric}_F`, options);
  const slow = average(ours, `${metric}_S`, options);
  const other = average(rows.filter((row) => row.method === rival), `${metric}_F`, options);
  const series = [...fast, ...slow, ...other];
  requireSeries(series, `${metric}_F`);
  return {
    lines: [
      ...fast.map((found) => line(found, `${method}: F`)),
      ...slow.map((found) => line(found, `${method}: S`, SLOW)),
      ...other.map((found) => line(found, rival)),
    ],
    seeds: seedsText(series, options),
  };
}

/** The level αβ/2 of the method, where its rows tell it. */
export function floorLine(
  rows: readonly MetricRow[],
  { method = "ofs-dpo" }: RoleOptions = {},
): Line[] {
  const [floor] = average(rows.filter((row) => row.method === method), "floor");
  if (!floor) return [];
  const points = isLevel(floor) ? floor.points.slice(0, 1) : floor.points;
  return [{ name: "αβ/2", style: methodStyle("reference"), bold: false, points }];
}

function isLevel({ points }: Series): boolean {
  return points.every(({ mean }) => Math.abs(mean - points[0]!.mean) <= 1e-6 * Math.abs(mean));
}

function line(
  { method, points }: Series,
  name: string,
  dash: readonly [number, number] = methodStyle(method).dash,
): Line {
  return { name, style: { ...methodStyle(method), dash }, bold: true, points };
}
