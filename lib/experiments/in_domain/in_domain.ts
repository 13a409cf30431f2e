/** The in-domain experiment: every method on the same streams, seed by seed. */
import type { MetricRow } from "../../base/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Claim } from "./claim.ts";
import { inDomainClaims } from "./claims.ts";
import type { Evaluation } from "./evaluation.ts";
import { inDomainMethod } from "./methods.ts";
import { requireMethods } from "./require_methods.ts";
import { runSeed } from "./run_seed.ts";
import { openStores } from "./stores.ts";
import type { Common, Settings, World } from "./types.ts";

/** Options for {@linkcode inDomain}. */
export interface InDomainOptions extends Common {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** Token that ends an answer. */
  readonly eos: number;
  /** Makes the stream of a seed. */
  readonly world: (seed: number) => Promise<World>;
  /** Names of methods, from `IN_DOMAIN_METHODS`. */
  readonly methods: readonly string[];
  /** Tuned settings by the name of the method that they were tuned for. */
  readonly settings: Readonly<Record<string, Settings>>;
  /** Seeds of streams and starts. */
  readonly seeds: readonly number[];
  /** How often a policy is measured along its run. @default {3} */
  readonly evaluations?: number;
  /** Whether a claim may be supported at all; a look of few seeds may not. @default {true} */
  readonly mayBeSupported?: boolean;
  /** Folder in which finished runs are kept. @default {nothing is kept} */
  readonly out?: string;
  /** What else the experiment is made of: a folder begun with another is refused. @default {{}} */
  readonly identity?: Readonly<Record<string, unknown>>;
  /** Milliseconds of a clock that never goes back, to time the methods by. @default {no times} */
  readonly now?: () => number;
  /** Told how far the experiment is, in rounds. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** What the experiment gives. */
export interface InDomainResult {
  /** Every measurement; the method `reference` stands at step 0. */
  readonly rows: readonly MetricRow[];
  /** The last evaluation of each method, by seed. */
  readonly last: Readonly<Record<string, Readonly<Record<number, Evaluation>>>>;
  /** Which fixed adapter was best in hindsight, by seed. */
  readonly best: Readonly<Record<number, string>>;
  /** Seeds on which a method diverged, by its name; it has no rows there. */
  readonly diverged: Readonly<Record<string, readonly number[]>>;
  /** What is claimed, and what came out. */
  readonly claims: readonly Claim[];
  /** Wall time of each method over all seeds, in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
}

/**
 * Runs every method on every seed's stream, measures regret against the best fixed adapter of all runs and offline fits,
 * and judges the claims. With `out` it goes on where it was interrupted.
 *
 * @throws {RangeError} If a method is unknown, untuned or named twice, or `out` holds another experiment.
 */
export async function inDomain(options: InDomainOptions): Promise<InDomainResult> {
  const { model, methods, seeds, settings, out, mayBeSupported = true } = options;
  requireMethods(methods, settings, inDomainMethod);
  const { beta, rounds, lora, evaluations = EVALUATIONS, identity = {} } = options;
  const whole = { ...identity, beta, rounds, lora, evaluations, settings };
  const stores = await openStores(out, whole, model.config);
  const rows: MetricRow[] = [];
  const last: Record<string, Record<number, Evaluation>> = { reference: {} };
  const best: Record<number, string> = {};
  const seconds: Record<string, number> = {};
  const diverged: Record<string, number[]> = {};
  for (const [index, seed] of seeds.entries()) {
    const found = await runSeed({ ...options, evaluations }, stores, seed, index);
    rows.push(...found.rows);
    best[seed] = found.best;
    last.reference![seed] = found.reference;
    for (const [name, run] of Object.entries(found.runs)) {
      (last[name] ??= {})[seed] = run.last;
      seconds[name] = (seconds[name] ?? 0) + run.seconds;
    }
    for (const name of found.diverged) (diverged[name] ??= []).push(seed);
  }
  const claims = inDomainClaims(rows, { mayBeSupported });
  return { rows, last, best, diverged, claims, seconds };
}

/** How often a policy is measured along its run. */
const EVALUATIONS = 3;
