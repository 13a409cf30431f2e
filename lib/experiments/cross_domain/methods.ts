/** COFS-DPO, what it is held against, and what bounds it: names to functions, in one table. */
import { fold, key } from "../../base/mod.ts";
import { box, combineModes } from "../../combine/mod.ts";
import { inDomainMethod } from "../in_domain/methods.ts";
import { joint, oracle } from "./bounds.ts";
import { combined } from "./combined.ts";
import { ewc } from "./ewc.ts";
import { withReplay } from "./replay.ts";
import { sequential } from "./sequential.ts";
import type { Continual, ContinualMethod, ContinualOptions } from "./types.ts";

/** Children of a seed's key that masks and draws from memory come from. */
const STREAMS = { replay: 11, masks: 12 } as const;
/** Share of a module's numbers that sparse combinations keep. */
const DENSITY = 0.5;

/** Every method of the comparison. */
export const CROSS_DOMAIN_METHODS: Readonly<Record<string, ContinualMethod>> = {
  "cofs-dpo": {
    title: "COFS-DPO: Σ λ_i ΔW_i of the fast modules, λ from the memories, on the simplex",
    group: "ours",
    start: (options) => combined(options),
  },
  "cofs-free": {
    title: "COFS-DPO with λ anywhere in [−1.5, 1.5]",
    group: "ours",
    start: (options) => combined(options, { region: box() }),
  },
  "seq-dpo": { title: "DPO, domain after domain", group: "baseline", start: sequentially("dpo") },
  "seq-ofs": {
    title: "OFS-DPO, domain after domain",
    group: "baseline",
    start: sequentially("ofs-dpo"),
  },
  "seq-polyak": {
    title: "DPO, domain after domain, that serves the mean of its iterates",
    group: "baseline",
    start: sequentially("dpo-polyak"),
  },
  "replay": {
    title: "DPO with pairs of the same memories among each round's",
    group: "baseline",
    start: replay,
  },
  "ewc": {
    title: "DPO held by elastic weight consolidation on the same memories",
    group: "baseline",
    start: ewc,
  },
  "average": {
    title: "Plain average of OFS-DPO's fast modules",
    group: "baseline",
    start: (options) => combined(options, { region: null }),
  },
  "average-dpo": {
    title: "Plain average of DPO's modules",
    group: "baseline",
    start: (options) => combined(options, { of: "dpo", region: null }),
  },
  "codpo": {
    title: "COFS-DPO with DPO's modules: what the chase adds",
    group: "combination",
    start: (options) => combined(options, { of: "dpo" }),
  },
  "cofs-svd": {
    title: "COFS-DPO at one module's rank, by SVD",
    group: "combination",
    start: (options) => combined(options, { mode: combineModes.svd() }),
  },
  "cofs-factor": {
    title: "COFS-DPO of the factors (LoRAHub)",
    group: "combination",
    start: (options) => combined(options, { mode: combineModes.factor() }),
  },
  "cofs-linear": {
    title: "COFS-DPO by PEFT's linear",
    group: "combination",
    start: (options) => combined(options, { mode: combineModes.linear() }),
  },
  "cofs-ties": {
    title: "COFS-DPO by TIES",
    group: "combination",
    start: (options) => combined(options, { mode: combineModes.ties({ density: DENSITY }) }),
  },
  "cofs-dare": {
    title: "COFS-DPO by DARE",
    group: "combination",
    start: (options) =>
      combined(options, {
        mode: combineModes.dare_linear({
          density: DENSITY,
          key: fold(key(options.seed), STREAMS.masks),
        }),
      }),
  },
  "joint": {
    title: "DPO on all domains so far at once",
    group: "bound",
    start: joint,
  },
  "oracle": {
    title: "Each domain's own module, by an oracle that names the domain",
    group: "bound",
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

function sequentially(method: string): (options: ContinualOptions) => Continual {
  return (options) => {
    const { recipe, settingsOf } = inDomainMethod(method);
    return sequential(recipe(options.settings[settingsOf]!, options), options);
  };
}

function replay(options: ContinualOptions): Continual {
  const { settings, continual, seed } = options;
  const recipe = inDomainMethod("dpo").recipe(settings.dpo!, options);
  return sequential(recipe, options, {
    rounds: ({ rounds }, past) =>
      withReplay(rounds, past.map(({ memory }) => memory), {
        share: continual.replayShare,
        key: fold(fold(key(seed), STREAMS.replay), past.length),
      }),
  });
}
