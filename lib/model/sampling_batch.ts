/** What a step of sampling takes and gives, part by part of the rows. */
import { type Tensors, tf } from "../base/mod.ts";
import { cacheOf, withRoom } from "./cache.ts";
import { ofPart } from "./in_parts.ts";
import type { SlotPlan } from "./slot_plan.ts";

/** Each row's first slot, for every step; the caller owns it. */
export function startsOf(plan: SlotPlan): Tensors {
  return byPart(plan, (own) => ({ starts: tf.tensor1d(own(plan.starts), "int32") }));
}

/** A step's random numbers; the caller owns them. */
export function drawsOf(plan: SlotPlan, draws: Float32Array): Tensors {
  return byPart(plan, (own) => ({ draws: tf.tensor1d(own(draws)) }));
}

/** What the first step reads; the caller owns it. */
export function promptsOf(plan: SlotPlan): Tensors {
  const { rows, time, ids } = plan;
  return byPart(plan, (own) => ({ ids: tf.tensor2d(own(ids), [rows, time], "int32") }));
}

/** What a later step, counted from 1, takes of the last one's tensors, which become the caller's to dispose. */
export function afterStep(plan: SlotPlan, last: Tensors, step: number): Tensors {
  const cache = cacheOf(last);
  const drawn = Object.entries(last).filter(([name]) => !(name in cache));
  return {
    ...Object.fromEntries(drawn),
    ...withRoom(cache, plan.slotsFor(step)),
    slot: tf.scalar(plan.time + step - 1, "int32"),
  };
}

/** The tokens that a step drew, all rows in order. */
export async function tokensOf(plan: SlotPlan, given: Tensors): Promise<Int32Array> {
  const ids = new Int32Array(plan.parts * plan.rows);
  for (let part = 0; part < plan.parts; part++) {
    ids.set(await given[`${part}/ids`]!.data<"int32">(), part * plan.rows);
  }
  return ids;
}

/** Makes the tensors of each part; `own` gives its share of what all rows have. */
function byPart(
  { parts }: SlotPlan,
  make: (own: <T extends Int32Array | Float32Array>(all: T) => T) => Tensors,
): Tensors {
  return Object.assign(
    {},
    ...Array.from({ length: parts }, (_, part) =>
      ofPart(
        part,
        make((all) => {
          const size = all.length / parts;
          return all.subarray(part * size, (part + 1) * size) as typeof all;
        }),
      )),
  );
}
