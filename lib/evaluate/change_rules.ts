/** Which changes of answers stand out, and what usually helps. */
import { nats, percent } from "./figures_in_words.ts";
import { isStill, type Rule, STILL } from "./margin_rule.ts";
import type { MarginMeasures } from "./pair_numbers.ts";

/** Findings on where answers went, and on whether that ranks pairs right. */
export const CHANGE_RULES: readonly Rule[] = [
  {
    id: "unmoved",
    title: "The policy has not moved",
    applies: isStill,
    evidence: ({ margin }) => `mean margin ${nats(margin)}`,
    cures: ["more updates, or a higher learning rate", "look whether the adapter was loaded"],
  },
  {
    id: "chosen-falls",
    title: "Chosen answers become less likely",
    applies: (m) => m.chosen_change < -STILL && m.chosen_fell > 0.5,
    evidence: (m) =>
      `chosen ${nats(m.chosen_change)} on average, less likely in ${
        percent(m.chosen_fell)
      }; rejected ${nats(m.rejected_change)}; both fell in ${
        percent(m.both_fell)
      }, which the loss does not see: it knows their difference alone`,
    cures: [
      "a term that holds the chosen answer up: DPOP (arXiv 2402.13228), RPO, or CPO's likelihood term",
      "a larger β, a lower rate or fewer updates",
      "fine-tuning on the chosen answers first, or pairs that the policy itself writes (online)",
      "pairs whose two answers differ more",
    ],
  },
  {
    id: "rejected-rises",
    title: "Rejected answers become more likely too",
    applies: (m) => m.rejected_change > STILL && m.rejected_fell < 0.5,
    evidence: (m) =>
      `rejected ${nats(m.rejected_change)} on average, chosen ${
        nats(m.chosen_change)
      }: both are learnt as texts, more than one against the other`,
    cures: [
      "a smaller weight of the likelihood term (RPO, CPO, ORPO)",
      "look whether the answers of a pair differ in what is judged",
    ],
  },
  {
    id: "no-better-than-chance",
    title: "Ranking is not clearly better than chance",
    applies: (m) => !isStill(m) && m.ranked_right < reachOfCoin(m),
    evidence: (m) =>
      `${percent(m.ranked_right)} of ${
        Math.round(m.pairs)
      } margins are right, and a coin's reach up to ${percent(reachOfCoin(m))}`,
    cures: [
      "look which answer is labelled as chosen, and whether prompts have the base's template",
      "hold it against the pairs that were trained on: right there and wrong here is overfitting",
      "more pairs",
    ],
  },
];

/** Share that a fair coin exceeds in one of forty lists of pairs: two standard errors above ½. */
function reachOfCoin({ pairs }: MarginMeasures): number {
  return Math.min(1, 0.5 + 1 / Math.sqrt(pairs));
}
