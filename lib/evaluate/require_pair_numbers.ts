import type { PairNumbers } from "./pair_numbers.ts";
import { requireNumbers } from "./numbers.ts";

const TASK = "diagnose margins";

/**
 * Refuses log-probabilities that no margin can be taken of.
 *
 * @param named The pairs under each policy, by its name for the message; the first one sets the lengths.
 * @throws {RangeError} Naming the list and the place.
 */
export function requirePairNumbers(named: Readonly<Record<string, PairNumbers>>, beta: number) {
  if (!(beta > 0 && beta < Infinity)) {
    throw new RangeError(`Cannot ${TASK} as beta must be > 0: current value is ${beta}`);
  }
  const [first] = Object.values(named) as [PairNumbers];
  for (const [name, numbers] of Object.entries(named)) requireLists(name, numbers, first);
  const { chosen: { length: pairs }, rejected: { length: others } } = first;
  if (others % pairs === 0) return;
  throw new RangeError(
    `Cannot ${TASK} as each pair must have as many rejected answers: current counts are ${pairs} pairs and ${others} rejected answers`,
  );
}

function requireLists(name: string, numbers: PairNumbers, first: PairNumbers) {
  for (const list of ["chosen", "rejected"] as const) {
    const values = numbers[list];
    requireNumbers(TASK, `${name}.${list}`, values);
    requireLength(`${name}.${list}`, values, first[list]);
    const lengths = numbers[`${list}Lengths`];
    if (lengths === undefined) continue;
    requireNumbers(TASK, `${name}.${list}Lengths`, lengths);
    requireLength(`${name}.${list}Lengths`, lengths, first[list]);
  }
}

function requireLength(name: string, list: ArrayLike<number>, like: ArrayLike<number>) {
  if (list.length === like.length) return;
  throw new RangeError(
    `Cannot ${TASK} as ${name} must have one number an answer: current count is ${list.length}, not ${like.length}`,
  );
}
