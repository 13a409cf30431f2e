/** COFS-DPO, what it is held against, and what bounds it: names to functions, in one table. */
import { box } from "../../combine/mod.ts";
import { joint, oracle } from "./bounds.ts";
import { combined, evenly, leastLoss } from "./combined.ts";
import { detecting } from "./detecting.ts";
import { ewc } from "./ewc.ts";
import { COMBINED_IN_MODES } from "./in_modes.ts";
import { onTop } from "./on_top.ts";
import { replayed, sequentially } from "./sequential_methods.ts";
import type { ContinualMethod } from "./types.ts";

/** Every method of the comparison. */
export const CROSS_DOMAIN_METHODS: Readonly<Record<string, ContinualMethod>> = {
  "cofs-dpo": {
    title: "COFS-DPO: Σ λ_i ΔW_i of the fast modules, λ from the memories, on the simplex",
    group: "ours",
    settingsOf: "cofs-dpo",
    start: (options) => combined(options),
  },
  "cofs-free": {
    title: "COFS-DPO with λ anywhere in [−1.5, 1.5]",
    group: "ours",
    settingsOf: "cofs-dpo",
    start: (options) => combined(options, { weigh: leastLoss(box()) }),
  },
  "cofs-on-top": {
    title: "COFS-DPO whose modules are trained on top of the combination so far",
    group: "ours",
    settingsOf: "cofs-dpo",
    start: onTop,
  },
  "cofs-detect": {
    title: "COFS-DPO that is not told where a domain ends: a drift test on its loss finds it",
    group: "ours",
    settingsOf: "cofs-dpo",
    start: detecting,
  },
  "seq-dpo": {
    title: "DPO, domain after domain",
    group: "baseline",
    settingsOf: "seq-dpo",
    start: sequentially("dpo"),
  },
  "seq-ofs": {
    title: "OFS-DPO, domain after domain",
    group: "baseline",
    settingsOf: "seq-ofs",
    start: sequentially("ofs-dpo"),
  },
  "seq-polyak": {
    title: "DPO, domain after domain, that serves the mean of its iterates",
    group: "baseline",
    settingsOf: "seq-polyak",
    start: sequentially("dpo-polyak"),
  },
  "replay": {
    title: "DPO with pairs of the same memories among each round's",
    group: "baseline",
    settingsOf: "replay",
    start: replayed,
  },
  "ewc": {
    title: "DPO held by elastic weight consolidation on the same memories",
    group: "baseline",
    settingsOf: "ewc",
    start: ewc,
  },
  "average": {
    title: "Plain average of OFS-DPO's fast modules",
    group: "baseline",
    settingsOf: "average",
    start: (options) => combined(options, { weigh: evenly }),
  },
  "average-dpo": {
    title: "Plain average of DPO's modules",
    group: "baseline",
    settingsOf: "average-dpo",
    start: (options) => combined(options, { of: "dpo", weigh: evenly }),
  },
  "codpo": {
    title: "COFS-DPO with DPO's modules: what the chase adds",
    group: "combination",
    settingsOf: "codpo",
    start: (options) => combined(options, { of: "dpo" }),
  },
  "codpo-lr-alpha": {
    title: "COFS-DPO with modules of DPO at the chase's rate times (1 + α)",
    group: "combination",
    settingsOf: "cofs-dpo",
    start: (options) => combined(options, { of: "dpo-lr-alpha" }),
  },
  ...COMBINED_IN_MODES,
  "joint": {
    title: "DPO on all domains so far at once",
    group: "bound",
    settingsOf: "joint",
    start: joint,
  },
  "oracle": {
    title: "Each domain's own module, by an oracle that names the domain",
    group: "bound",
    settingsOf: "oracle",
    start: oracle,
  },
};

/**
 * A method by its name.
 *
 * @throws {RangeError} If the name is unknown.
 */
export function crossDomainMethod(name: string): ContinualMethod {
  if (Object.hasOwn(CROSS_DOMAIN_METHODS, name)) return CROSS_DOMAIN_METHODS[name]!;
  throw new RangeError(
    `Cannot run the method "${name}": the methods are ${
      Object.keys(CROSS_DOMAIN_METHODS).join(", ")
    }`,
  );
}
