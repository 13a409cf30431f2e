/** The cross-domain experiment: every method on the same domains, one after the other, seed by seed. */
import type { MetricRow } from "../../base/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Claim } from "../in_domain/claim.ts";
import type { Common } from "../in_domain/types.ts";
import { requireMethods } from "../in_domain/require_methods.ts";
import { crossDomainClaims } from "./claims.ts";
import { crossSeed } from "./cross_seed.ts";
import { DENSITY } from "./in_modes.ts";
import { crossDomainMethod } from "./methods.ts";
import { SEARCH } from "./module_bank.ts";
import { openCrossStores } from "./stores.ts";
import type { ContinualSettings, CrossWorld } from "./types.ts";

/** Options for {@linkcode crossDomain}. */
export interface CrossDomainOptions extends Common {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** Token that ends an answer. */
  readonly eos: number;
  /** Makes the domains of a seed. */
  readonly world: (seed: number) => Promise<CrossWorld>;
  /** Names of methods, from `CROSS_DOMAIN_METHODS`. */
  readonly methods: readonly string[];
  /** Settings by the name of the method that they were tuned for. */
  readonly settings: Readonly<Record<string, ContinualSettings>>;
  /** Pairs of each domain that are kept. */
  readonly memory: number;
  /** Seeds of worlds and starts. */
  readonly seeds: readonly number[];
  /** Whether a claim may be supported at all; a look of few seeds may not. @default {true} */
  readonly mayBeSupported?: boolean;
  /** Folder in which finished runs are kept. @default {nothing is kept} */
  readonly out?: string;
  /** What else the experiment is made of: a folder begun with another is refused. @default {{}} */
  readonly identity?: Readonly<Record<string, unknown>>;
  /** Told how far the experiment is, in [0, 1]. */
  readonly onProgress?: (done: number, note: string) => void;
}

/** What the experiment gives. */
export interface CrossDomainResult {
  /** Names of the domains, in order. */
  readonly domains: readonly string[];
  /** Every measurement; `step` counts the domains that were learnt, and the method `reference` stands at 0. */
  readonly rows: readonly MetricRow[];
  /** Seeds on which a method diverged, by its name; it has no rows there. */
  readonly diverged: Readonly<Record<string, readonly number[]>>;
  /** What is claimed, and what came out. */
  readonly claims: readonly Claim[];
}

/**
 * Runs every method over the domains of every seed, measures it on all domains after each of them, and judges the claims.
 * With `out` it goes on where it was interrupted.
 *
 * @throws {RangeError} If a method is unknown or named twice, or `out` holds another experiment.
 */
export async function crossDomain(options: CrossDomainOptions): Promise<CrossDomainResult> {
  const { model, methods, seeds, settings, memory, out, onProgress, mayBeSupported = true } =
    options;
  requireMethods(methods, settings, crossDomainMethod);
  const { beta, rounds, lora, identity = {} } = options;
  const whole = {
    ...identity,
    beta,
    rounds,
    lora,
    settings,
    memory,
    density: DENSITY,
    search: SEARCH,
  };
  const stores = await openCrossStores(out, whole, model.config);
  const rows: MetricRow[] = [];
  const diverged: Record<string, number[]> = {};
  for (const [index, seed] of seeds.entries()) {
    const tell = (note: string, done: number) =>
      onProgress?.((index + done) / seeds.length, `seed ${seed}, ${note}`);
    const found = await crossSeed(options, stores, seed, tell);
    rows.push(...found.rows);
    for (const name of found.diverged) (diverged[name] ??= []).push(seed);
  }
  return {
    domains: domainsOf(rows),
    rows,
    diverged,
    claims: crossDomainClaims(rows, { mayBeSupported }),
  };
}

function domainsOf(rows: readonly MetricRow[]): string[] {
  const names = rows.flatMap(({ metric }) => metric.match(/^accuracy\/(.+)$/)?.[1] ?? []);
  return [...new Set(names)];
}
