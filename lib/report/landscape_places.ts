/** Rows of weights and losses → places on a simplex. */
import type { Row } from "../base/mod.ts";

/** Weights that were tried, and the loss there. */
export interface Place {
  /** λ of each domain, at least 0 and together 1, `[domains]`. */
  readonly weights: readonly number[];
  /** Loss on the memory. */
  readonly loss: number;
  /** Name of the search that ended here; null for a place that was only tried. */
  readonly found: string | null;
}

/** How the columns of the rows are called. */
export interface Columns {
  /** Column of the loss. */
  readonly loss: string;
  /** Column that names the search which ended at the row's weights. */
  readonly found: string;
}

/** What a lowest place is called where no search is named. */
const LOWEST = "lowest tried";
/** Weights are sums of rounded numbers. */
const TOLERANCE = 1e-6;

/**
 * The places of all rows; those that were found, or else the lowest one, are named.
 *
 * @throws {RangeError} If there is no row, a weight or loss is not finite, or weights do not lie on the simplex.
 */
export function placesOf(
  rows: readonly Row[],
  domains: readonly string[],
  columns: Columns,
): { readonly tried: readonly Place[]; readonly found: readonly Place[] } {
  if (rows.length === 0) {
    throw new RangeError("Cannot draw the landscape as there must be a row: current count is 0");
  }
  const tried = rows.map((row, i) => placeOf(row, domains, { ...columns, i }));
  const found = tried.filter((place) => place.found !== null);
  if (found.length > 0) return { tried, found };
  const lowest = tried.reduce((a, b) => b.loss < a.loss ? b : a);
  return { tried, found: [{ ...lowest, found: LOWEST }] };
}

function placeOf(
  row: Row,
  domains: readonly string[],
  { loss, found, i }: Columns & { readonly i: number },
): Place {
  const [height, ...weights] = [loss, ...domains].map((name) => numberIn(row, name, i));
  const sum = weights.reduce((a, b) => a + b, 0);
  if (weights.some((weight) => weight < -TOLERANCE) || Math.abs(sum - 1) > TOLERANCE) {
    throw new RangeError(
      `Cannot draw the landscape as the weights of row ${i} must be >= 0 and sum to 1: current value is [${
        weights.join(", ")
      }]`,
    );
  }
  const name = row[found] ?? null;
  return { weights, loss: height!, found: name === null ? null : String(name) };
}

function numberIn(row: Row, name: string, i: number): number {
  const value = row[name];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new RangeError(
    `Cannot draw the landscape as "${name}" of row ${i} must be a finite number: current value is ${value}`,
  );
}
