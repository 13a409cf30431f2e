/** COFS-DPO whose modules are summed in other ways than exactly. */
import { fold, key } from "../../base/mod.ts";
import { type CombineMode, combineModes } from "../../combine/mod.ts";
import { combined } from "./combined.ts";
import type { ContinualMethod, ContinualOptions } from "./types.ts";

/** Child of a seed's key that masks come from. */
const MASKS = 12;
/** Share of a module's numbers that sparse combinations keep. */
export const DENSITY = 0.5;

/** The methods by name. */
export const COMBINED_IN_MODES: Readonly<Record<string, ContinualMethod>> = {
  "cofs-svd": inMode("COFS-DPO at one module's rank, by SVD", () => combineModes.svd()),
  "cofs-factor": inMode("COFS-DPO of the factors (LoRAHub)", () => combineModes.factor()),
  "cofs-linear": inMode("COFS-DPO by PEFT's linear", () => combineModes.linear()),
  "cofs-ties": inMode("COFS-DPO by TIES", () => combineModes.ties({ density: DENSITY })),
  "cofs-dare": inMode(
    "COFS-DPO by DARE",
    ({ seed }) => {
      const masks = fold(key(seed), MASKS);
      return combineModes.dare_linear({ density: DENSITY, key: masks });
    },
  ),
};

/** COFS-DPO's modules and weights, summed in another way. */
function inMode(title: string, mode: (options: ContinualOptions) => CombineMode): ContinualMethod {
  return {
    title,
    group: "combination",
    settingsOf: "cofs-dpo",
    start: (options) => combined(options, { mode: mode(options) }),
  };
}
