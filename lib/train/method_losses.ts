/** The losses of `--method`, each with what it takes of the options. */
import type { PreferenceLoss } from "../base/mod.ts";
import {
  anchorOfMismatched,
  aot,
  aotUnpaired,
  apoDown,
  apoZero,
  bco,
  cdpo,
  cpo,
  discopop,
  dpo,
  dpoNorm,
  dpop,
  exo,
  hinge,
  ipo,
  kto,
  logGap,
  mallowsIpo,
  mallowsPhi,
  mallowsTheta,
  nca,
  odpo,
  type Offset,
  orpo,
  rdpo,
  robustDpo,
  rpo,
  scoreGap,
  scoreRatio,
  sdpo,
  simpo,
  sppo,
} from "../losses/mod.ts";
import type { MethodOptions } from "./method_options.ts";

const OFFSETS: Readonly<Record<NonNullable<MethodOptions["offset"]>, Offset>> = {
  "log-gap": logGap,
  gap: scoreGap,
  ratio: scoreRatio,
};

/** Losses by name. */
export const LOSSES: Readonly<Record<string, (options: MethodOptions) => PreferenceLoss>> = {
  dpo: ({ beta }) => dpo(given({ beta })),
  cdpo: ({ beta, epsilon }) => cdpo(given({ beta, epsilon })),
  "robust-dpo": ({ beta, epsilon }) => robustDpo(given({ beta, epsilon })),
  ipo: ({ beta }) => ipo(given({ tau: beta })),
  hinge: ({ beta }) => hinge(given({ beta })),
  odpo: ({ beta, offsetWeight, offset = "log-gap" }) =>
    odpo({ ...given({ beta, alpha: offsetWeight }), offset: OFFSETS[offset] }),
  "mallows-theta": ({ beta, dispersion }) => mallowsTheta(given({ beta, phi: dispersion })),
  "mallows-phi": ({ beta, dispersion }) => mallowsPhi(given({ beta, phi: dispersion })),
  "mallows-ipo": ({ beta, dispersion }) => mallowsIpo(given({ beta, phi: dispersion })),
  simpo: ({ beta, gamma }) => simpo(given({ beta, gamma })),
  sdpo: ({ beta }) => sdpo(given({ beta })),
  cpo: ({ beta, nllWeight }) => cpo(given({ beta, alpha: nllWeight })),
  orpo: ({ beta }) => orpo(given({ lambda: beta })),
  kto: ({ beta, desirable, undesirable }) =>
    kto({ ...given({ beta, desirable, undesirable }), anchor: anchorOfMismatched }),
  "kto-pair": ({ beta, desirable, undesirable }) => kto(given({ beta, desirable, undesirable })),
  exo: ({ beta, epsilon }) => exo(given({ beta, epsilon })),
  sppo: ({ beta }) => sppo(given({ beta })),
  aot: ({ beta, epsilon }) => aot(given({ beta, epsilon })),
  "aot-unpaired": ({ beta, epsilon }) => aotUnpaired(given({ beta, epsilon })),
  discopop: ({ beta, blendTau }) => discopop(given({ beta, tau: blendTau })),
  nca: ({ beta }) => nca(given({ beta })),
  bco: ({ beta, rewardShift }) => bco(given({ beta, delta: rewardShift })),
  "apo-zero": ({ beta }) => apoZero(given({ beta })),
  "apo-down": ({ beta }) => apoDown(given({ beta })),
  rdpo: ({ beta, lengthWeight }) => rdpo(given({ beta, alpha: lengthWeight })),
  dpop: ({ beta, fallWeight }) => dpop(given({ beta, lambda: fallWeight })),
  rpo: ({ beta, nllWeight }) => rpo(given({ beta, alpha: nllWeight })),
  "dpo-norm": ({ beta }) => dpoNorm(given({ beta })),
};

/** Options without those that were left out, so that the loss's own defaults hold. */
function given<Options extends Record<string, unknown>>(
  options: Options,
): { [Name in keyof Options]?: Exclude<Options[Name], undefined> } {
  const known = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as ReturnType<typeof given<Options>>;
}
