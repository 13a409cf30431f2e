/** Every loss of the family. */
export { aot, type AotOptions, aotUnpaired } from "./aot.ts";
export { apoDown } from "./apo_down.ts";
export { type ApoOptions, apoZero } from "./apo_zero.ts";
export { bco, type BcoOptions } from "./bco.ts";
export { cdpo, type CdpoOptions } from "./cdpo.ts";
export { cpo, type CpoOptions } from "./cpo.ts";
export { discopop, type DiscopopOptions } from "./discopop.ts";
export { dpo, type DpoOptions } from "./dpo.ts";
export { dpoNorm, type DpoNormOptions } from "./dpo_norm.ts";
export { dpop, type DpopOptions } from "./dpop.ts";
export { exo, type ExoOptions } from "./exo.ts";
export { hinge, type HingeOptions } from "./hinge.ts";
export { ipo, type IpoOptions } from "./ipo.ts";
export { perToken } from "./per_token.ts";
export { kto, type KtoOptions } from "./kto.ts";
export {
  anchorOfBatch,
  anchorOfMismatched,
  anchorOfOtherHalf,
  type KtoAnchor,
  type KtoRatios,
} from "./kto_anchors.ts";
export { mallowsIpo } from "./mallows_ipo.ts";
export { mallowsPhi } from "./mallows_phi.ts";
export { type MallowsOptions, mallowsTheta } from "./mallows_theta.ts";
export { nca, type NcaOptions } from "./nca.ts";
export { nll } from "./nll.ts";
export { odpo, type OdpoOptions } from "./odpo.ts";
export { orpo, type OrpoOptions } from "./orpo.ts";
export { rdpo, type RdpoOptions } from "./rdpo.ts";
export { robustDpo, type RobustDpoOptions } from "./robust_dpo.ts";
export { rpo, type RpoOptions } from "./rpo.ts";
export { sdpo, type SdpoOptions } from "./sdpo.ts";
export { simpo, type SimpoOptions } from "./simpo.ts";
export { sppo, type SppoOptions } from "./sppo.ts";
export { sum } from "./sum.ts";
