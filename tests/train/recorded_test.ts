import { equal, ok } from "node:assert/strict";
import { flatten, type Tensor, type Tensors, tf } from "../../lib/base/mod.ts";
import { compile, eagerly, recorded, type RunnerMaker } from "../../lib/engine/mod.ts";
import { REFERENCE } from "../../lib/logprobs/mod.ts";
import { adamw, chain, clipByNorm, sgd, warmupCosine } from "../../lib/optim/mod.ts";
import {
  loadModel,
  objectiveOf,
  type RunState,
  train,
  type TrainOptions,
  trainStep,
} from "../../lib/train/mod.ts";
import { type Plan, planOf } from "../../lib/train/plan.ts";
import { partsOfStep, type StepPart } from "../../lib/train/run_step.ts";
import { assertClose, engine, fixturePath, maxNorm, noLeaks } from "../_support.ts";
import { LORA, tinyModel, tinyPairs } from "./_worlds.ts";

const ignore = engine.name !== "tensorflow";
const STEPS = 8;
const model = tinyModel();

/** What a run leaves: metrics of every step, and the state by path. */
interface Trail {
  readonly metrics: Record<string, number>[];
  readonly state: Record<string, number[]>;
}

/** Runs some steps over batches of several shapes. */
async function trail(options: TrainOptions, runner: RunnerMaker): Promise<Trail> {
  const plan = await planOf(options);
  const first = await batchAt(options, plan, 0);
  const start = plan.start.state as RunState;
  const { role } = start.objective;
  if (role) start.objective.role = slowPlaysF(role as Tensor);
  const compiled = compile(trainStep(plan), start, first, { runner });
  const metrics: Record<string, number>[] = [];
  for (let step = 0; step < STEPS; step++) {
    const batch = await batchAt(options, plan, step);
    const found = compiled.run(batch);
    metrics.push(await numbersOf(found, (numbers) => numbers[0]!));
    tf.dispose([batch, found]);
  }
  const read = compiled.read();
  const state = await numbersOf(flatten(read), (numbers) => [...numbers]);
  compiled.dispose();
  tf.dispose([first, plan.start.state, read]);
  return { metrics, state };
}

/** The role as if the slow-rate module had won it before, so that it is lost. */
function slowPlaysF(role: Tensor): Tensor {
  role.dispose();
  return tf.scalar(1);
}

/** A batch with a reference far from the policy, so that no tie hangs on the last bit. */
async function batchAt(options: TrainOptions, plan: Plan, step: number): Promise<Tensors> {
  const bare = { ...plan, references: undefined };
  const [{ host, tensors }] = await partsOfStep(options, bare, step) as [StepPart];
  if (!plan.references) return tensors;
  return {
    ...tensors,
    [REFERENCE.chosen]: tf.linspace(-20, -10, host.pairs),
    [REFERENCE.rejected]: tf.linspace(-10, -20, host.pairs),
  };
}

async function numbersOf<T>(
  tensors: Record<string, Tensor>,
  fn: (numbers: Float32Array) => T,
): Promise<Record<string, T>> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) =>
    [name, fn(await tensor.data<"float32">())] as const
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** The same run recorded and eager, held against each other. */
async function bothTrails(options: TrainOptions): Promise<Record<"graph" | "eager", Trail>> {
  const graph = await trail(options, recorded());
  const eager = await trail(options, eagerly);
  graph.metrics.forEach((row, step) => {
    for (const [name, value] of Object.entries(row)) {
      const scale = Math.max(1, Math.abs(value));
      assertClose([value], [eager.metrics[step]![name]!], 1e-5, {
        what: `${name} of step ${step}`,
        scale,
      });
    }
  });
  for (const [path, numbers] of Object.entries(graph.state)) {
    const scale = maxNorm(eager.state[path]!);
    ok(scale > 0 || path.startsWith("objective/"), `${path} is zero`);
    assertClose(numbers, eager.state[path]!, 1e-5, {
      what: path,
      scale: Math.max(scale, 1e-6),
    });
  }
  return { graph, eager };
}

for (const method of ["dpo", "ofs-dpo", "sft"]) {
  Deno.test({
    name: `a recorded step trains as an eager one does: ${method}`,
    ignore,
    fn: () =>
      noLeaks(async () => {
        const options: TrainOptions = {
          model,
          pairs: tinyPairs(10),
          objective: objectiveOf(method, { chaseEvery: 1, slowRatio: 0.9, swap: "rates" }),
          lora: LORA,
          batchSize: 4,
          steps: STEPS,
          optimiser: chain(
            clipByNorm(1),
            adamw({ rate: warmupCosine(1e-3, { warmup: 2, total: 100 }), weightDecay: 0.01 }),
          ),
        };
        const { graph, eager } = await bothTrails(options);
        if (method === "ofs-dpo") ok(graph.metrics.at(-1)!["chase/swaps"]! > 0, "no roles swapped");
        equal(Object.keys(graph.state).length, Object.keys(eager.state).length);
      }),
  });
}

for (const family of ["neox", "llama-3", "mistral", "qwen3"]) {
  Deno.test({
    name: `a recorded step trains as an eager one does, on every map of another family: ${family}`,
    ignore,
    async fn() {
      const model = await loadModel(fixturePath(`families/${family}`));
      const pairs = tinyPairs(6).map((pair) => ({
        ...pair,
        prompt: pair.prompt.map((id) => id % model.config.vocab),
        chosen: pair.chosen.map((id) => id % model.config.vocab),
        rejected: pair.rejected.map((ids) => ids.map((id) => id % model.config.vocab)),
      }));
      await noLeaks(async () => {
        const { graph } = await bothTrails({
          model,
          pairs,
          objective: objectiveOf("ofs-dpo", { chaseEvery: 1, slowRatio: 0.9 }),
          lora: { ...LORA, targets: "all-linear" },
          batchSize: 3,
          steps: STEPS,
          optimiser: sgd({ rate: 1e-2 }),
        });
        ok(graph.metrics.at(-1)!.loss! < graph.metrics[0]!.loss!, "nothing was learnt");
      });
      tf.dispose(model.weights);
    },
  });
}

Deno.test("train() says how much of a batch is padding, and pads to few shapes where steps are recorded", async () => {
  const options: TrainOptions = {
    model,
    pairs: tinyPairs(9),
    objective: objectiveOf("dpo"),
    lora: LORA,
    batchSize: 2,
  };
  const plan = await planOf(options);
  const { metrics, adapters } = await train(options);
  const shapes = new Set<string>();
  for (const [step, { padded }] of metrics.entries()) {
    const [{ host, tensors }] = await partsOfStep(options, plan, step) as [StepPart];
    const tokens = host.lengths.reduce((sum, length) => sum + length, 0);
    assertClose([Number(padded)], [1 - tokens / (host.rows * host.time)], 1e-12);
    shapes.add([host.rows, host.time, host.owners.length].join());
    tf.dispose(tensors);
  }
  equal(shapes.size, engine.name === "tensorflow" ? 2 : metrics.length); // the last batch has one pair
  plan.references?.dispose();
  tf.dispose([adapters.policy!.weights, plan.start.state]);
});

Deno.test("train() rounds as its reference does: modules that have not moved tie with it exactly", async () => {
  for (const method of ["dpo", "ofs-dpo"]) {
    const { metrics, adapters } = await train({
      model,
      pairs: tinyPairs(8),
      objective: objectiveOf(method),
      lora: LORA,
      steps: 1,
    });
    equal(metrics[0]!["rewards/chosen"], 0);
    equal(metrics[0]!["rewards/rejected"], 0);
    for (const { weights } of Object.values(adapters)) tf.dispose(weights);
  }
});
