/** A step run recorded and op by op. */
import { disposeTree, flatten, type Tensors, type TensorTree, tf } from "../lib/base/mod.ts";
import { compile, eagerly, recorded, type RunnerMaker, type Step } from "../lib/engine/mod.ts";
import { assertClose, maxNorm } from "./_support.ts";

/**
 * Asserts that a recorded step gives what an eager one does, metrics and states: within 1e-5 of a tensor's largest
 * magnitude.
 */
export async function assertSameBothWays(
  step: Step,
  state: TensorTree,
  batches: readonly Tensors[],
) {
  const graph = await trail(step, state, batches, recorded());
  const eager = await trail(step, state, batches, eagerly);
  for (const [name, numbers] of Object.entries(eager)) {
    assertClose(graph[name]!, numbers, 1e-5, {
      what: name,
      scale: Math.max(maxNorm(numbers), 1e-6),
    });
  }
}

/** Numbers of every metric of every run, and of the state in the end. */
async function trail(
  step: Step,
  state: TensorTree,
  batches: readonly Tensors[],
  runner: RunnerMaker,
): Promise<Record<string, number[]>> {
  const compiled = compile(step, state, batches[0]!, { runner });
  const found: Record<string, number[]> = {};
  for (const [i, batch] of batches.entries()) {
    const metrics = compiled.run(batch);
    for (const [name, metric] of Object.entries(metrics)) {
      found[`${name} of run ${i}`] = [...await metric.data()];
    }
    tf.dispose(metrics);
  }
  const end = compiled.read();
  for (const [path, leaf] of Object.entries(flatten(end))) found[path] = [...await leaf.data()];
  disposeTree(end);
  compiled.dispose();
  return found;
}
