/**
 * The one doorway to Cephes, Moshier's special functions in WebAssembly. It has no types, so what is used is typed here.
 * Later releases bring a `Buffer` of their own, which Deno refuses to run.
 */
import cephes from "npm:cephes@2.0.0";

/** Quantile of Student's t-distribution with a whole number of degrees of freedom; `probability` in (0, 1). */
export function studentQuantile(probability: number, degrees: number): number {
  return cephes.stdtri(degrees, probability);
}
