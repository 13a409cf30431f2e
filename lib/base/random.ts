/**
 * Seeded, splittable random numbers: Threefry-2×32 with 20 rounds (Salmon et al., SC 2011), the generator that JAX uses.
 *
 * A key is two 32-bit words. Nothing is mutated: who needs several independent streams splits the key.
 */

/** State of a random stream: two unsigned 32-bit words. */
export type Key = readonly [number, number];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/**
 * Makes a key from a seed.
 *
 * @param seed A whole number from 0 to 2⁵³ − 1.
 * @throws {RangeError} If the seed is not such a number.
 */
export function key(seed: number): Key {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(
      `Cannot seed as the seed must be a whole number ≥ 0: current value is ${seed}`,
    );
  }
  return [Math.floor(seed / 2 ** 32), seed >>> 0];
}

/** One block of Threefry-2×32: encrypts the counter `(x0, x1)` under the key. */
export function threefry(k: Key, x0: number, x1: number): [number, number] {
  const schedule = [k[0], k[1], k[0] ^ k[1] ^ PARITY];
  let a = (x0 + k[0]) | 0;
  let b = (x1 + k[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const rotation = ROTATIONS[round % 8]!;
    a = (a + b) | 0;
    b = ((b << rotation) | (b >>> (32 - rotation))) ^ a;
    if (round % 4 === 3) {
      const turn = (round + 1) / 4;
      a = (a + schedule[turn % 3]!) | 0;
      b = (b + schedule[(turn + 1) % 3]! + turn) | 0;
    }
  }
  return [a >>> 0, b >>> 0];
}

/**
 * The key of the `index`-th child stream; children of one key are independent of each other.
 *
 * @example
 * ```ts
 * import { fold, key, uniform } from "@fastslow/fastslow/base";
 * import { deepEqual, notDeepEqual } from "node:assert/strict";
 *
 * const root = key(0);
 * deepEqual(uniform(fold(root, 1), 3), uniform(fold(root, 1), 3));
 * notDeepEqual(uniform(fold(root, 1), 3), uniform(fold(root, 2), 3));
 * ```
 */
export function fold(parent: Key, index: number): Key {
  return threefry(parent, 0xffffffff, index >>> 0);
}

/** `count` numbers, uniform on [0, 1), with 32 random bits each. */
export function uniform(k: Key, count: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const [a, b] = threefry(k, 0, i >>> 1);
    numbers[i] = a / 2 ** 32;
    if (i + 1 < count) numbers[i + 1] = b / 2 ** 32;
  }
  return numbers;
}

/** `count` numbers from the standard normal law (Box–Muller). */
export function normal(k: Key, count: number): Float64Array {
  const uniforms = uniform(k, count + (count % 2));
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log1p(-uniforms[i]!));
    const angle = 2 * Math.PI * uniforms[i + 1]!;
    numbers[i] = radius * Math.cos(angle);
    if (i + 1 < count) numbers[i + 1] = radius * Math.sin(angle);
  }
  return numbers;
}

/** A random order of 0 … count − 1 (Fisher–Yates). */
export function permutation(k: Key, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const draws = uniform(k, count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(draws[i]! * (i + 1));
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}
