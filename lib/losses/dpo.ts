import type { PreferenceLoss } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, negLogSigmoid } from "./margin.ts";
import { requireBeta } from "./require_options.ts";

/** Options for {@linkcode dpo}. */
export interface DpoOptions {
  /** Inverse temperature β; smaller means that the reference matters less. @default {0.1} */
  readonly beta?: number;
}

/**
 * Direct preference optimisation: −log σ(β h), Eq. 7 of
 * {@link https://arxiv.org/abs/2305.18290 | Rafailov et al.}
 *
 * @param options Inverse temperature.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example A policy that has not moved pays log 2
 * ```ts
 * import { dpo, logps } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * const [loss] = await dpo({ beta: 0.1 })(same, same).data();
 *
 * ok(Math.abs(loss! - Math.LN2) < 1e-6);
 * ```
 */
export function dpo({ beta = 0.1 }: DpoOptions = {}): PreferenceLoss {
  requireBeta("DPO", beta);
  return makeLoss(
    { beta },
    (policy, reference) => negLogSigmoid(margin(policy, reference).mul(beta)),
  );
}
