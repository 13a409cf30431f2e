/** Which laws of margins stand out, and what usually helps. */
import { nats, percent, plain, signed } from "./figures_in_words.ts";
import { isStill, type Rule } from "./margin_rule.ts";

/** Findings on what margins follow, how sure they are and how they are spread. */
export const MARGIN_RULES: readonly Rule[] = [
  {
    id: "length",
    title: "Margins follow length",
    applies: ({ margin_length = 0, pairs }) =>
      Math.abs(margin_length) > Math.max(0.3, 2 / Math.sqrt(pairs)),
    evidence: (m) =>
      `margins correlate with the difference of lengths at ${
        signed(m.margin_length!)
      }, rewards with length at ${signed(m.reward_length ?? 0)}; chosen answers ${
        longer(m.length_gap!)
      }`,
    cures: [
      "SimPO (arXiv 2405.14734) or length-normalised DPO",
      "R-DPO, which sets length off within the loss",
      "pairs of answers of like length",
    ],
  },
  {
    id: "saturated",
    title: "The gradient has all but vanished",
    applies: (m) => m.slope_left < 0.1 || m.sure > 0.5,
    evidence: (m) =>
      `mean |∂L/∂h| is ${percent(m.slope_left)} of the start's; σ(βh) > 0.99 in ${percent(m.sure)}`,
    cures: [
      "stop, if held-out pairs show the same",
      "new pairs: a stream, or pairs of the policy itself (online)",
      "the chase (OFS), whose gradient keeps αβ/2, or IPO, whose target is finite",
      "a smaller β",
    ],
  },
  {
    id: "sure-and-wrong",
    title: "Some pairs are clearly ranked the other way",
    applies: (m) => m.sure_wrong > 0.02,
    evidence: (m) => `σ(βh) < 0.01 in ${percent(m.sure_wrong)}`,
    cures: [
      "look at these pairs: they may be labelled the wrong way",
      "cDPO or robust DPO with the share of wrong labels, or IPO",
      "a lower rate or fewer updates",
    ],
  },
  {
    id: "undecided",
    title: "Most pairs are left undecided",
    applies: (m) => !isStill(m) && m.undecided > 0.5,
    evidence: (m) =>
      `σ(βh) is within 0.05 of ½ in ${percent(m.undecided)}${
        m.tied > 0 ? `, and h is 0 in ${percent(m.tied)}` : ""
      }`,
    cures: ["more updates, or a higher learning rate", "pairs that differ more clearly"],
  },
  {
    id: "dispersed",
    title: "Margins differ greatly from pair to pair",
    applies: (m) => m.undecided <= 0.5 && m.margin_spread > 3 * Math.abs(m.margin),
    evidence: (m) => `${nats(m.margin)} on average, with a spread of ${plain(m.margin_spread)}`,
    cures: [
      "IPO, whose target is finite",
      "Mallows-DPO (arXiv 2405.14953), which weighs prompts by their dispersion",
      "ODPO (arXiv 2402.10571), where scores say how clear a preference is",
    ],
  },
];

/** How much longer answers are, by a number of tokens. */
function longer(tokens: number): string {
  if (tokens === 0) return "are as long as rejected ones on average";
  return `have ${plain(Math.abs(tokens))} tokens ${tokens > 0 ? "more" : "fewer"} on average`;
}
