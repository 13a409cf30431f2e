/** The tensors of a policy among those of a recorded step's batch, so that one recording serves all policies of a shape. */
import type { Tensors } from "../base/mod.ts";

/** What sets their names apart. */
const PREFIX = "policy.";

/** A policy's tensors under the names that they have in a batch. */
export function policyInputs(weights: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [`${PREFIX}${name}`, tensor]),
  );
}

/** The policy's tensors of a batch, under their own names, and the batch without them. */
export function splitInputs(batch: Tensors): { weights: Tensors; rest: Tensors } {
  const weights: Tensors = {};
  const rest: Tensors = {};
  for (const [name, tensor] of Object.entries(batch)) {
    if (name.startsWith(PREFIX)) weights[name.slice(PREFIX.length)] = tensor;
    else rest[name] = tensor;
  }
  return { weights, rest };
}
