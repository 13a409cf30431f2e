/** Training on preferences between answers of the policy itself. */
import { disposeTree } from "../../base/mod.ts";
import type { TrainResult } from "../options.ts";
import { openRun, type RunFolder } from "../run_folder.ts";
import { adaptersOf, writeAdapters } from "../trained_adapters.ts";
import { heldPolicy } from "./held_policy.ts";
import { onlineLearner } from "./online_learner.ts";
import type { TrainOnlineOptions } from "./online_options.ts";
import { onlinePlanOf } from "./online_plan.ts";
import { learnRounds } from "./online_rounds.ts";
import { policyWriter } from "./policy_writer.ts";

/**
 * Trains LoRA modules on preferences that the policy makes itself (online AI feedback, OAIF; Guo et al., 2024): in each
 * round the policy that is served answers prompts, a judge grades the answers, and one step is taken on the pairs; see
 * `onlinePairs`. Under `fastSlow` that is online OFS-DPO ({@link https://arxiv.org/abs/2406.05534 | Qi et al.}): the module
 * that leads writes the pairs which both learn from.
 *
 * With `out`, the run's folder is that of `train`; a line of `metrics.jsonl` is a round and also has the judge's mean
 * grade of all answers (`judge/grade`), the pairs that were learnt from (`judge/pairs`), the ties that were dropped, with
 * pairs that have lost one of several rejected answers to them or stand alone where the loss needs another prompt's
 * answer (`judge/ties`), and the rounds since the policy that wrote the answers was fresh (`judge/age`). A round of which
 * nothing is left costs no step. Rates count the step alone, without what sampling and judging take. For K rejected
 * answers (S-DPO) give `pairing: bestAgainstRest` and three answers or more. TRL's `OnlineDPOTrainer` prefers the first
 * of two equal grades, and samples at temperature 0.9, where this samples at 1. A resumed run continues bit for bit,
 * where prompts, judge and pairing are the same: `settings` should name them.
 *
 * @returns Adapters, metrics, and as `steps` the rounds done, those before a resumption included.
 * @throws {RangeError} If there is no prompt, or there are prompts for fewer rounds than a resumed run has done, an
 * option is out of its range, a pair is not such as the objective asks for, or `out` holds another run.
 * @throws {DivergenceError} If a metric, or a log-probability of the policy that is sampled, is not finite.
 *
 * @example A judge that likes short answers
 * ```ts
 * import { dpo, ensureEngine, fastSlow, loadModel, loadTokenizer, trainOnline } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * await ensureEngine();
 * const tokenizer = await loadTokenizer("models/demo");
 * const prompts = ["The tea", "A cup"].map((text) => [tokenizer.encode(text)]); // a prompt a round
 * const { metrics, played } = await trainOnline({
 *   model: await loadModel("models/demo"),
 *   objective: fastSlow({ base: dpo({ beta: 0.1 }) }),
 *   prompts,
 *   judge: (_prompts, answers) => answers.map(({ length }) => -length),
 *   eos: tokenizer.eos,
 *   maxTokens: 8,
 *   answers: 4,
 * });
 * equal(metrics.length, 2);
 * equal(played, "fast"); // the one at the full rate leads, as roles swap every ten steps at most
 * ```
 */
export async function trainOnline(options: TrainOnlineOptions): Promise<TrainResult> {
  const plan = await onlinePlanOf(options);
  const learner = onlineLearner(options, plan);
  const held = heldPolicy(plan.sampled, learner.served);
  const writer = policyWriter(plan);
  let folder: RunFolder | undefined;
  try {
    folder = await openRun(options, plan, options.rounds);
    options.onStart?.(plan.start.step);
    const { metrics, steps } = await learnRounds(options, { plan, learner, held, writer, folder });
    const isCut = options.signal?.aborted === true && steps < plan.rounds;
    const trained = await adaptersOf(plan, learner.read());
    if (folder && !isCut) await writeAdapters(folder.path, trained, options);
    return { ...trained, metrics, steps };
  } finally {
    folder?.close();
    writer.dispose();
    held.dispose();
    learner.dispose();
    disposeTree(plan.start.state);
  }
}
