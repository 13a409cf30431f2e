/** The modules of a run as adapters. */
import { join } from "node:path";
import type { Adapter } from "../adapter/mod.ts";
import { type Tensors, type TensorTree, tf } from "../base/mod.ts";
import { writeAdapter } from "./load_model.ts";
import type { RunOptions, TrainResult } from "./options.ts";
import type { Shape } from "./plan.ts";
import type { RunState } from "./train_step.ts";

/**
 * Takes the adapters out of a run's state.
 *
 * @param state A copy, which is given up.
 */
export async function adaptersOf(
  { objective, lora }: Pick<Shape, "objective" | "lora">,
  state: TensorTree,
): Promise<Pick<TrainResult, "adapters" | "played">> {
  const { params, optimiser, objective: inner } = state as RunState;
  const index = tf.tidy(() => objective.played(inner).clone());
  const played = objective.modules[(await index.data())[0]!]!;
  tf.dispose([index, optimiser, inner]);
  const adapters = Object.fromEntries(
    objective.modules.map((name): [string, Adapter] => [
      name,
      { config: lora, weights: params[name] as Tensors },
    ]),
  );
  return { adapters, played };
}

/** Writes what is served to `adapter/`, and another module to `adapter-slow/`. */
export async function writeAdapters(
  path: string,
  { adapters, played }: Pick<TrainResult, "adapters" | "played">,
  { baseName = null }: Pick<RunOptions, "baseName">,
): Promise<void> {
  for (const [name, adapter] of Object.entries(adapters)) {
    await writeAdapter(join(path, name === played ? "adapter" : "adapter-slow"), adapter, baseName);
  }
}
