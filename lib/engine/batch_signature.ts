/** Names and dtypes of a batch, which every run of a step must repeat. */
import type { Tensors } from "../base/mod.ts";

/** Names and dtypes as one line. */
export function signatureOf(batch: Tensors): string {
  return Object.keys(batch).sort().map((name) => `${name} ${batch[name]!.dtype}`).join(", ");
}

/**
 * Throws unless a batch has the names and dtypes that are expected.
 *
 * @throws {TypeError} Naming both.
 */
export function requireSignature(expected: string, batch: Tensors): void {
  const actual = signatureOf(batch);
  if (actual === expected) return;
  throw new TypeError(
    `Cannot run the step as its batch holds other tensors than the example: ${actual} instead of ${expected}`,
  );
}
