import type { PreferenceLoss } from "../base/mod.ts";
import { dpo } from "./dpo.ts";
import { nll } from "./nll.ts";
import { requireBeta, requireNotNegative } from "./require_options.ts";
import { sum } from "./sum.ts";

/** Options for {@linkcode rpo}. */
export interface RpoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Weight α of the chosen answer's negative log-probability per token. @default {1} */
  readonly alpha?: number;
}

/**
 * DPO with a supervised term, as in iterative reasoning preference optimisation: −log σ(β h) − α log π(y_w)/|y_w|, from
 * {@link https://arxiv.org/abs/2404.19733 | Pang et al.} With α = 0 it is DPO.
 *
 * TRL 1.16's `loss_type=["sigmoid", "sft"]` averages the second term over the tokens of a batch; see {@linkcode nll}.
 *
 * @param options Inverse temperature, and the weight of the supervised term.
 * @returns A loss that gives one number per pair, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `alpha` negative.
 *
 * @example
 * ```ts
 * import { logps, rpo } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-6], rejected: [-5], chosenLengths: [2] });
 * const [loss] = await rpo({ alpha: 0.5 })(same, same).data();
 * ok(Math.abs(loss! - (Math.LN2 + 1.5)) < 1e-6);
 * ```
 */
export function rpo({ beta = 0.1, alpha = 1 }: RpoOptions = {}): PreferenceLoss {
  requireBeta("RPO", beta);
  requireNotNegative("RPO", { alpha });
  return sum([dpo({ beta }), nll()], [1, alpha]);
}
