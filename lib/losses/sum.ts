import {
  type PairLogps,
  type PreferenceLoss,
  type ScoreNeeds,
  tf,
  type Vector,
} from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { rejoined } from "./mismatched.ts";

/**
 * A weighted sum of losses. It needs what any of them needs; its implicit rewards and β are the first one's.
 *
 * @param losses At least one loss.
 * @param weights One a loss. @default {1 each}
 * @returns A loss that gives one number per pair, shape `[pairs]`.
 * @throws {RangeError} If there is no loss, or not one finite weight for each.
 *
 * @example
 * ```ts
 * import { dpo, hinge, logps, sum } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * const [loss] = await sum([dpo(), hinge()], [2, 0.5])(same, same).data();
 * ok(Math.abs(loss! - (2 * Math.LN2 + 0.5)) < 1e-6);
 * ```
 */
export function sum(
  losses: readonly PreferenceLoss[],
  weights: readonly number[] = losses.map(() => 1),
): PreferenceLoss {
  requireParts(losses, weights);
  const [first] = losses as readonly [PreferenceLoss];
  const needsMismatched = losses.some(({ needsMismatched }) => needsMismatched);
  return makeLoss(
    {
      beta: first.beta,
      rewards: (policy, reference) =>
        first.rewards(seenBy(first)(policy), seenBy(first)(reference)),
      listwise: true, // each part sees to several rejected answers itself
      needsMismatched,
      coupled: losses.some(({ coupled }) => coupled),
      needsReference: losses.some(({ needsReference = true }) => needsReference),
      needsEntropies: losses.some(({ needsEntropies }) => needsEntropies),
      needsScores: scoreNeedsOf(losses),
    },
    (policy, reference, facts) =>
      tf.addN(losses.map((loss, i) => {
        const seen = seenBy(loss);
        return tf.mul<Vector>(loss(seen(policy), seen(reference), facts), weights[i]!);
      })),
  );
}

/** A part that asks for other pairs' answers sets them apart itself. */
function seenBy({ needsMismatched }: PreferenceLoss): (logps: PairLogps) => PairLogps {
  return needsMismatched ? rejoined : (logps) => logps;
}

/** What all parts ask of scores, if any part asks for them. */
function scoreNeedsOf(losses: readonly PreferenceLoss[]): ScoreNeeds | false {
  const all = losses.flatMap(({ needsScores = false }): ScoreNeeds[] =>
    needsScores === false ? [] : [needsScores === true ? {} : needsScores]
  );
  if (all.length === 0) return false;
  return {
    ties: all.every(({ ties = false }) => ties),
    positive: all.some(({ positive = false }) => positive),
  };
}

function requireParts(losses: readonly PreferenceLoss[], weights: readonly number[]) {
  if (losses.length === 0) {
    throw new RangeError("Cannot sum losses as there must be at least one: current value is []");
  }
  if (weights.length !== losses.length || !weights.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot sum ${losses.length} losses as each must have a finite weight: current value is [${
        weights.join(", ")
      }]`,
    );
  }
}
