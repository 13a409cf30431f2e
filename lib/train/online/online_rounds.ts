/** The loop over rounds of preferences that the policy makes itself. */
import type { Adapter } from "../../adapter/mod.ts";
import { loraBank } from "../../adapter/mod.ts";
import { disposeTree, type EncodedPair, type Row, type Tensors } from "../../base/mod.ts";
import { sampler } from "../../model/mod.ts";
import { saveCheckpoint } from "../checkpoint.ts";
import type { RunFolder } from "../run_folder.ts";
import { type HeldPolicy, heldPolicy } from "./held_policy.ts";
import type { SampleAnswers } from "./judged_answers.ts";
import type { OnlineRound } from "./judged_round.ts";
import type { OnlineLearner } from "./online_learner.ts";
import type { TrainOnlineOptions } from "./online_options.ts";
import { ageOf, onlinePairs } from "./online_pairs.ts";
import type { OnlinePlan } from "./online_plan.ts";
import { sampleAnswers } from "./sample_answers.ts";

/** What a run works with. */
export interface OnlineTools {
  /** Options, checked and completed. */
  readonly plan: OnlinePlan;
  /** What learns. */
  readonly learner: OnlineLearner;
  /** Where it is written down, if anywhere. */
  readonly folder: RunFolder | undefined;
}

/** Learns from round after round; each is made when the one before has been learnt from. */
export async function learnRounds(
  options: TrainOnlineOptions,
  tools: OnlineTools,
): Promise<{ metrics: Row[]; steps: number }> {
  const { plan, learner, folder } = tools;
  const metrics: Row[] = [];
  let done = plan.start.step;
  const isOver = () => done >= plan.rounds || options.signal?.aborted;
  const writer = policyWriter(plan, options.eos);
  const held = heldPolicy(plan.sampled, learner.served);
  const save = saver(tools, held);
  try {
    if (isOver()) return { metrics, steps: done };
    for await (const round of roundsOf(options, plan, { ...writer, ...held })) {
      done++;
      const pairs = fullPairs(round.pairs);
      const row = { step: done, ...seenIn(round, pairs), ...await learner.learn(pairs, done) };
      metrics.push(row);
      await folder?.append(row);
      options.onStep?.(row, done);
      if (done % plan.saveEvery === 0) await save(done);
      if (isOver()) break;
    }
    await save(done);
    return { metrics, steps: done };
  } finally {
    held.dispose();
    writer.dispose();
  }
}

function roundsOf(
  { prompts, judge, pairing }: TrainOnlineOptions,
  { answers, staleness, key, start }: OnlinePlan,
  { policy, sample }: Pick<HeldPolicy, "policy"> & Pick<PolicyWriter, "sample">,
): AsyncIterable<OnlineRound> {
  const done = start.step;
  return onlinePairs<Adapter>({
    ...{ prompts, judge, answers, staleness, key, done, policy, sample },
    ...(pairing && { pairing }),
  });
}

/** The pairs with as many rejected answers as any: some have lost one that says what the chosen one says. */
function fullPairs(pairs: readonly EncodedPair[]): readonly EncodedPair[] {
  const most = Math.max(...pairs.map(({ rejected }) => rejected.length));
  return pairs.filter(({ rejected }) => rejected.length === most);
}

/** What a line of metrics says of a round and of what is learnt from it. */
function seenIn(
  { grades, pairs: judged, ties, age }: OnlineRound,
  pairs: readonly EncodedPair[],
): Row {
  return {
    "judge/grade": grades.reduce((sum, grade) => sum + grade, 0) / grades.length,
    "judge/pairs": pairs.length,
    "judge/ties": ties + judged.length - pairs.length,
    "judge/age": age,
  };
}

/** Draws answers of policies. */
interface PolicyWriter {
  sample(policy: Adapter): SampleAnswers;
  dispose(): void;
}

function policyWriter(
  { model, scale, temperature, maxTokens }: OnlinePlan,
  eos: number,
): PolicyWriter {
  const linear = (weights: Tensors) => loraBank([weights], scale);
  const recorded = sampler(model, { temperature, linear });
  return {
    sample: ({ weights }) => (prompts, key) =>
      sampleAnswers(recorded, prompts, { maxTokens, eos, weights, key }),
    dispose: recorded.dispose,
  };
}

/** Saves the state after so many rounds, once for each number of them. */
function saver({ plan, learner, folder }: OnlineTools, held: HeldPolicy) {
  let saved = plan.start.step;
  return async (done: number) => {
    if (!folder || saved === done) return;
    const state = learner.read();
    // What the next round samples is the state's own policy only where it is fresh.
    const isFresh = ageOf(done, plan.staleness) === 0;
    const whole = isFresh ? state : { ...state, sampled: held.weights()! };
    await saveCheckpoint(folder.checkpoints, { step: done, state: whole }, plan.fingerprint);
    disposeTree(state);
    saved = done;
  };
}
