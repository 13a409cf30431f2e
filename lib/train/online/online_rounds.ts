/** The loop over rounds of preferences that the policy makes itself. */
import type { Adapter } from "../../adapter/mod.ts";
import { disposeTree, type EncodedPair, type Row } from "../../base/mod.ts";
import { saveCheckpoint } from "../checkpoint.ts";
import { pastTheEnd, type RunFolder } from "../run_folder.ts";
import type { HeldPolicy } from "./held_policy.ts";
import type { OnlineRound } from "./judged_round.ts";
import type { OnlineLearner } from "./online_learner.ts";
import type { TrainOnlineOptions } from "./online_options.ts";
import { onlinePairs } from "./online_pairs.ts";
import type { OnlinePlan } from "./online_plan.ts";
import type { PolicyWriter } from "./policy_writer.ts";
import { ageOf } from "./rounds.ts";
import { usablePairs } from "./usable_pairs.ts";

/** What a run works with. */
export interface OnlineTools {
  /** Options, checked and completed. */
  readonly plan: OnlinePlan;
  /** What learns. */
  readonly learner: OnlineLearner;
  /** What is sampled. */
  readonly held: HeldPolicy;
  /** What samples it. */
  readonly writer: PolicyWriter;
  /** Where it is written down, if anywhere. */
  readonly folder: RunFolder | undefined;
}

/**
 * Learns from round after round; each is made when the one before has been learnt from. The rounds before an error are saved,
 * unless it struck within a step.
 *
 * @throws {RangeError} If there is no prompt, or there are prompts for fewer rounds than are done already.
 */
export async function learnRounds(
  options: TrainOnlineOptions,
  tools: OnlineTools,
): Promise<{ metrics: Row[]; steps: number }> {
  const { plan, learner, folder } = tools;
  const metrics: Row[] = [];
  let done = plan.start.step;
  const isOver = () => done >= plan.rounds || options.signal?.aborted;
  const save = saver(tools);
  if (isOver()) return { metrics, steps: done };
  let isWhole = true;
  try {
    for await (const round of roundsOf(options, tools)) {
      isWhole = false;
      const pairs = usablePairs(round.pairs, plan.objective);
      const seen = { step: done + 1, ...seenIn(round, pairs) };
      const row = { ...seen, ...await learner.learn(pairs, done + 1) };
      metrics.push(row);
      await folder?.append(row);
      done++;
      isWhole = true;
      options.onStep?.(row, done);
      if (done % plan.saveEvery === 0) await save(done);
      if (isOver()) break;
    }
  } finally {
    // Also where a judge fails: what it graded before may have been dear.
    if (isWhole) await save(done);
  }
  return { metrics, steps: done };
}

function roundsOf(
  { prompts, judge, pairing, out }: TrainOnlineOptions,
  { plan, held, writer }: OnlineTools,
): AsyncIterable<OnlineRound> {
  const { answers, staleness, key, start } = plan;
  return onlinePairs<Adapter>({
    ...{ judge, answers, staleness, key, policy: held.policy, sample: writer.sample },
    prompts: enough(prompts, start.step, out),
    done: start.step,
    ...(pairing && { pairing }),
  });
}

/** The prompts, of which there must be as many rounds as are done, and one to begin with. */
async function* enough(
  prompts: TrainOnlineOptions["prompts"],
  done: number,
  out: string | undefined,
): AsyncGenerator<readonly Int32Array[]> {
  let rounds = 0;
  for await (const round of prompts) {
    rounds++;
    yield round;
  }
  if (rounds === 0) {
    throw new RangeError("Cannot train online as there are no prompts: give one round or more");
  }
  if (rounds < done) throw pastTheEnd(out!, done, rounds);
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

/** Saves the state after so many rounds, once for each number of them. */
function saver({ plan, learner, held, folder }: OnlineTools) {
  let saved = plan.start.step;
  return async (done: number) => {
    if (!folder || saved === done) return;
    const state = learner.read();
    // What the next round samples is the state's own policy only where it is fresh.
    const isFresh = ageOf(done, plan.staleness) === 0;
    const whole = isFresh ? state : { ...state, sampled: held.weights()! };
    try {
      await saveCheckpoint(folder.checkpoints, { step: done, state: whole }, plan.fingerprint);
    } finally {
      disposeTree(state);
    }
    saved = done;
  };
}
