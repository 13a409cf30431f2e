/** The family of losses, and batches that every one of them can be given. */
import {
  type PairFacts,
  type PairLogps,
  type PreferenceLoss,
  tf,
  type Vector,
} from "../../lib/base/mod.ts";
import * as losses from "../../lib/losses/mod.ts";
import { fixture } from "../_support.ts";

const { scoreGap, scoreRatio } = losses;

/** Numbers of chosen and of rejected answers. */
export type Sides = Record<"chosen" | "rejected", number[]>;
/** A loss's numbers and its gradient in the policy. */
export interface Case {
  readonly losses: number[] | number;
  readonly gradients: Sides;
}
/** Everything that a batch has, as numbers. */
export interface Numbers {
  readonly policy: Sides;
  readonly reference: Sides;
  readonly facts: Record<"lengths" | "entropies" | "scores", Sides>;
}
/** What dump_losses.py dumped. */
export interface Fixture extends Numbers {
  readonly cases: Record<string, Case>;
  readonly coupled: Record<string, Case>;
  readonly negatives: Numbers & { readonly sdpo: Case };
}

export const known = await fixture<Fixture>("loss_family.json");

/** Every loss, with the options of dump_losses.py. */
export const FAMILY: Record<string, PreferenceLoss> = {
  dpo: losses.dpo(),
  cdpo: losses.cdpo(),
  "robust-dpo": losses.robustDpo({ epsilon: 0.2 }),
  ipo: losses.ipo(),
  "ipo-mean": losses.ipo({ entering: losses.perToken }),
  hinge: losses.hinge(),
  odpo: losses.odpo({ alpha: 0.5 }),
  "odpo-gap": losses.odpo({ alpha: 0.5, offset: scoreGap }),
  "odpo-ratio": losses.odpo({ alpha: 0.5, offset: scoreRatio }),
  "mallows-theta": losses.mallowsTheta(),
  "mallows-phi": losses.mallowsPhi(),
  "mallows-ipo": losses.mallowsIpo(),
  simpo: losses.simpo(),
  sdpo: losses.sdpo({ beta: 0.1 }),
  cpo: losses.cpo({ alpha: 0.5 }),
  orpo: losses.orpo(),
  kto: losses.kto({ desirable: 1.5, undesirable: 0.5 }),
  exo: losses.exo({ epsilon: 0.2 }),
  sppo: losses.sppo(),
  aot: losses.aot({ epsilon: 0.2 }),
  "aot-unpaired": losses.aotUnpaired({ epsilon: 0.2 }),
  discopop: losses.discopop(),
  nca: losses.nca(),
  bco: losses.bco(),
  "apo-zero": losses.apoZero(),
  "apo-down": losses.apoDown(),
  rdpo: losses.rdpo(),
  dpop: losses.dpop({ lambda: 5 }),
  rpo: losses.rpo({ alpha: 0.5 }),
  "dpo-norm": losses.dpoNorm({ beta: 2 }),
  sum: losses.sum([losses.dpo(), losses.odpo(), losses.aot()], [0.5, 2, 1]),
};

/** A batch as a loss takes it. */
export interface Given {
  readonly policy: PairLogps;
  readonly reference: PairLogps;
  readonly facts: PairFacts;
}

/** Tensors of a batch. */
export function given(
  { policy, reference, facts: { lengths, entropies, scores } }: Numbers,
): Given {
  const side = (numbers: Sides) => ({
    chosen: tf.tensor1d(numbers.chosen),
    rejected: tf.tensor1d(numbers.rejected),
    chosenLengths: tf.tensor1d(lengths.chosen),
    rejectedLengths: tf.tensor1d(lengths.rejected),
  });
  return {
    policy: side(policy),
    reference: {
      ...side(reference),
      chosenEntropies: tf.tensor1d(entropies.chosen),
      rejectedEntropies: tf.tensor1d(entropies.rejected),
    },
    facts: {
      scores: { chosen: tf.tensor1d(scores.chosen), rejected: tf.tensor1d(scores.rejected) },
    },
  };
}

/** A batch of these log-probabilities under the policy, against a reference of zeros; all else as in the fixture. */
export function against(zero: Sides, facts = known.facts): Numbers {
  const few = (side: Sides): Sides => ({
    chosen: side.chosen.slice(0, zero.chosen.length),
    rejected: side.rejected.slice(0, zero.rejected.length),
  });
  return {
    policy: zero,
    reference: { chosen: zero.chosen.map(() => 0), rejected: zero.rejected.map(() => 0) },
    facts: {
      lengths: few(facts.lengths),
      entropies: few(facts.entropies),
      scores: few(facts.scores),
    },
  };
}

/** The numbers of one pair of a batch, or of its `k`-th rejected answers alone. */
export function picked(
  { policy, reference, facts }: Numbers,
  chosen: (x: number[]) => number[],
  rejected: (x: number[]) => number[],
): Numbers {
  const pick = (side: Sides): Sides => ({
    chosen: chosen(side.chosen),
    rejected: rejected(side.rejected),
  });
  return {
    policy: pick(policy),
    reference: pick(reference),
    facts: {
      lengths: pick(facts.lengths),
      entropies: pick(facts.entropies),
      scores: pick(facts.scores),
    },
  };
}

/** Gradients of the summed loss in the policy's log-probabilities. */
export function gradients(loss: PreferenceLoss, { policy, reference, facts }: Given) {
  const total = (chosen: Vector, rejected: Vector) =>
    tf.sum(loss({ ...policy, chosen, rejected }, reference, facts)) as tf.Scalar;
  const run = tf.grads((c, r) => total(c as Vector, r as Vector));
  return run([policy.chosen, policy.rejected]) as [Vector, Vector];
}
