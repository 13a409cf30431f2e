/** Where a run starts: fresh modules, or the newest checkpoint. */
import { join } from "node:path";
import { initAdapter, type LoraConfig } from "../adapter/mod.ts";
import {
  disposeTree,
  fold,
  type Key,
  mapTree,
  type Tensors,
  type TensorTree,
} from "../base/mod.ts";
import { type Checkpoint, loadCheckpoint } from "./checkpoint.ts";
import type { RunOptions } from "./options.ts";
import { pastTheEnd, requireFresh, requireSameRun } from "./run_folder.ts";
import type { RunIdentity } from "./run_identity.ts";
import type { RunState, StepOptions } from "./train_step.ts";

/** What a start is made of beside the options. */
export interface StartOptions extends StepOptions, RunIdentity {
  /** Shape of the LoRA modules. */
  readonly lora: LoraConfig;
  /** Steps after which the run ends. */
  readonly steps: number;
  /** What fresh modules are drawn from. */
  readonly key: Key;
}

/**
 * Finds the start of a run.
 *
 * @throws {RangeError} If `out` holds another run, or one that has gone further.
 */
export async function startOf(
  options: RunOptions,
  { identity, fingerprint, steps, ...fresh }: StartOptions,
): Promise<Checkpoint> {
  const { out, resume, settings = {} } = options;
  if (out !== undefined && resume) {
    await requireSameRun(out, { settings, identity, fingerprint });
    const found = await loadCheckpoint(join(out, "checkpoints"), fingerprint);
    if (found && found.step > steps) {
      disposeTree(found.state);
      throw pastTheEnd(out, found.step, steps);
    }
    if (found) return found;
  }
  if (out !== undefined && !resume) await requireFresh(out);
  return { step: 0, state: freshState(options, fresh) };
}

/** Modules start from independent A: equal ones at equal rates would never separate. */
function freshState(
  { model, objective, start }: RunOptions,
  { optimiser, lora, key }: StepOptions & Pick<StartOptions, "lora" | "key">,
): RunState {
  const params: Record<string, Tensors> = {};
  objective.modules.forEach((name, i) => {
    params[name] = i === 0 && start
      ? mapTree((leaf) => leaf.clone(), start.weights) as Tensors
      : initAdapter(model.config, lora, fold(key, i)).weights;
  });
  const tree = params as TensorTree;
  return { params: tree, optimiser: optimiser.init(tree), objective: objective.init() } as RunState;
}
