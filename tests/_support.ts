/** What tests share: a ready engine, numbers within a tolerance, a count of leaked tensors, fixtures. */
import { ok } from "node:assert/strict";
import { type Tensor, tf } from "../lib/base/mod.ts";
import { type Engine, ensureEngine } from "../lib/engine/mod.ts";

/** The engine of this process; the native one where it can be had, unless `FASTSLOW_TEST_ENGINE` says otherwise. */
export const engine: Engine = await ensureEngine({
  engine: (Deno.env.get("FASTSLOW_TEST_ENGINE") ?? "auto") as "auto",
  say: () => {},
});

/** Reads a JSON fixture. */
export async function fixture<T>(name: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(fixturePath(name)));
}

/** Path of a fixture. */
export function fixturePath(name: string): string {
  return new URL(`fixtures/${name}`, import.meta.url).pathname;
}

/** Asserts that two lists of numbers agree: |a − b| ≤ `within` · `scale`. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  within: number,
  { what = "numbers", scale = 1 }: { what?: string; scale?: number } = {},
) {
  ok(
    actual.length === expected.length,
    `${what}: ${actual.length} numbers instead of ${expected.length}`,
  );
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  ok(worst <= within * scale, `${what} differ by ${worst}, allowed is ${within * scale}`);
}

/** Largest magnitude of a list of numbers. */
export function maxNorm(numbers: readonly number[]): number {
  return numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/** Numbers of a nested list, in order. */
export function flat(nested: unknown): number[] {
  return Array.isArray(nested) ? nested.flat(Infinity) as number[] : [nested as number];
}

/** Reads a tensor and disposes it. */
export async function take(tensor: Tensor): Promise<Float32Array> {
  const numbers = await tensor.data<"float32">();
  tensor.dispose();
  return numbers;
}

/** Asserts that `fn` leaves as many tensors as it found. */
export async function noLeaks(fn: () => unknown): Promise<void> {
  const before = tf.memory().numTensors;
  await fn();
  const after = tf.memory().numTensors;
  ok(after === before, `${after - before} tensors leaked`);
}

/** Names of what a folder holds, sorted. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}
