/** The compiled steps of a run: one that takes a batch whole, and those that take it in parts. */
import { type PairBatch, type Tensor, type Tensors, tf } from "../base/mod.ts";
import { compile, type Compiled, type CompileOptions } from "../engine/mod.ts";
import { REFERENCE } from "../logprobs/mod.ts";
import { joinAnswers } from "./join_answers.ts";
import { endBatch, endStep, noGradients, partStep, SHARE, sumsOf } from "./part_step.ts";
import type { Plan } from "./plan.ts";
import type { StepPart } from "./run_step.ts";
import { type RunState, type StepOptions, trainStep } from "./train_step.ts";

/** The steps of a run over its state. */
export interface Runs extends Pick<Compiled, "read" | "dispose"> {
  /** Runs a step on its batch, given in parts, and returns its metrics, which the caller owns. */
  step(parts: readonly StepPart[]): Tensors;
}

/** What steps are compiled from. */
export type RunPlan = StepOptions & Pick<Plan, "start">;

/** Compiles the steps of a run; the parts of its first batch are the examples. */
export function runsOf(
  plan: RunPlan,
  [first]: readonly StepPart[],
  options: CompileOptions = {},
): Runs {
  const whole = compile(trainStep(plan), plan.start.state, first!.tensors, options);
  const zeros = noGradients(plan.start.state as RunState);
  const split = inParts(plan, whole, zeros);
  return {
    step: (parts) => parts.length === 1 ? whole.run(parts[0]!.tensors) : split(parts),
    read: whole.read,
    dispose() {
      whole.dispose();
      tf.dispose(zeros);
    },
  };
}

/** Runs a step part by part: the sums go from one to the next, and no state changes before the end. */
function inParts(
  plan: StepOptions,
  compiled: Compiled,
  zeros: Tensors,
): (parts: readonly StepPart[]) => Tensors {
  let part: Pick<Compiled, "run"> | undefined;
  let end: Pick<Compiled, "run"> | undefined;
  return (parts) => {
    let gradients = zeros;
    const vectors: (readonly Tensor[])[] = [];
    const shares = sharesOf(parts.map(({ host }) => host), plan.objective.meanOver);
    parts.forEach(({ tensors }, i) => {
      const share = tf.scalar(shares[i]!);
      const batch = { ...tensors, ...gradients, [SHARE]: share };
      part ??= compiled.also(partStep(plan), batch);
      const sums = sumsOf(part.run(batch));
      vectors.push(sums.vectors);
      tf.dispose(share);
      if (i > 0) tf.dispose(gradients);
      gradients = sums.gradients;
    });
    const batch = { ...endBatch(gradients, vectors), ...joined(parts) };
    end ??= compiled.also(endStep(plan), batch);
    const metrics = end.run(batch);
    tf.dispose([batch, vectors.flat()]);
    return metrics;
  };
}

/** What each part is of the whole, in the unit of the loss. */
function sharesOf(parts: readonly PairBatch[], unit: "pairs" | "completion tokens"): number[] {
  const sizes = parts.map(({ pairs, completions }) =>
    unit === "pairs" ? pairs : completions.reduce((sum, count) => sum + count, 0)
  );
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size / whole);
}

/** What a step reads of its batch beside log-probabilities, for all parts: lengths, scores and what the reference says. */
function joined(parts: readonly StepPart[]): Tensors {
  const pairs = parts.map(({ host }) => host.pairs);
  const of = (name: string) => parts.map(({ tensors }) => tensors[name]!);
  const carried = (names: readonly string[]) => names.filter((name) => parts[0]!.tensors[name]);
  return Object.fromEntries([
    ...carried(["completions", "scores"]).map((name) => [name, tf.concat(of(name), 1)]), // [answers, pairs]
    ...carried(Object.values(REFERENCE)).map((name) => [name, joinAnswers(of(name), pairs)]),
  ]);
}
