import { ok } from "node:assert/strict";

/** Asserts that two lists of numbers agree; these tests need no engine. */
export function assertClose(
  actual: readonly number[],
  expected: readonly number[],
  within: number,
) {
  ok(actual.length === expected.length, `${actual.length} numbers instead of ${expected.length}`);
  actual.forEach((x, i) =>
    ok(Math.abs(x - expected[i]!) <= within, `${actual} is not ${expected}`)
  );
}
