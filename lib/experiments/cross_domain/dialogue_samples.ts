/** Fresh answers to held-out prompts, graded by a preference model. */
import type { EncodedPair } from "../../base/mod.ts";
import { pairAccuracy } from "../../evaluate/mod.ts";
import type { Tokenizer } from "../../tokens/mod.ts";
import type { Sampling } from "../in_domain/types.ts";
import { preferenceModel, type PreferredTexts } from "../judge/preference_model.ts";
import type { DialogueParts } from "./dialogue_domains.ts";

/** What is sampled. */
export interface DialogueSampling {
  /** Number of prompts. */
  readonly prompts: number;
  /** Most tokens of a sample. */
  readonly maxTokens: number;
  /** Longest sequence that the model takes: of prompts that leave no room for a sample the end is kept. @default {Infinity} */
  readonly context?: number;
}

/** Samples, and how good their judge is. */
export interface JudgedSampling {
  /** How policies are sampled. */
  readonly samples: Sampling;
  /** Share of the held-out pairs that the preference model ranks as people did. */
  readonly accuracy: number;
}

/**
 * Samples of a domain of dialogues: its first held-out prompts, graded by a preference model that has learnt from the third
 * part alone.
 */
export function dialogueSamples(
  { third, heldOut }: Pick<DialogueParts, "third" | "heldOut">,
  tokenizer: Pick<Tokenizer, "decode">,
  { prompts, maxTokens, context = Infinity }: DialogueSampling,
): JudgedSampling {
  const decode = (ids: Int32Array) => tokenizer.decode(ids, { skipSpecial: true });
  const textsOf = ({ chosen, rejected }: EncodedPair): PreferredTexts => ({
    chosen: decode(chosen),
    rejected: decode(rejected[0]!),
  });
  const judge = preferenceModel(third.map(textsOf));
  const known = heldOut.map(textsOf);
  const [better, worse] = [
    judge(known.map(({ chosen }) => chosen)),
    judge(known.map(({ rejected }) => rejected)),
  ];
  return {
    accuracy: pairAccuracy(Array.from(better, (grade, i) => grade - worse[i]!)),
    samples: {
      prompts: heldOut.slice(0, prompts).map(({ prompt }) =>
        prompt.slice(-Math.min(prompt.length, context - maxTokens))
      ),
      maxTokens,
      judge: (_prompts, answers) => judge(answers.map(decode)),
      text: (prompt, answer) => ({ prompt: decode(prompt), answer: decode(answer) }),
    },
  };
}
