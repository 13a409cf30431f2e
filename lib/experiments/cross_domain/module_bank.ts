/** Modules of single domains, and the weights that suit them. */
import type { Adapter } from "../../adapter/mod.ts";
import { tf } from "../../base/mod.ts";
import {
  byGradient,
  type FoundWeights,
  memoryLoss,
  type Region,
  searchWeights,
} from "../../combine/mod.ts";
import { DivergenceError, hashJson } from "../../train/mod.ts";
import { startLearner } from "../in_domain/learner.ts";
import { inDomainMethod } from "../in_domain/methods.ts";
import type { CrossStores } from "./stores.ts";
import type { ContinualOptions, Lesson, ModuleBank, ModuleRecipe } from "./types.ts";

/** What all modules have in common. */
export type BankOptions = Omit<ContinualOptions, "modules" | "settings">;

/** A small memory tells weights apart no more finely than this. */
export const SEARCH = { tolerance: 1e-3, gain: 1e-5 } as const;

/** A bank that trains what it is asked for, once. */
export function moduleBank(
  lessons: readonly Lesson[],
  options: BankOptions,
  store: CrossStores["modules"],
): ModuleBank & { dispose(): Promise<void> } {
  const modules = new Map<string, Promise<TrainedModule>>();
  const weights = new Map<string, Promise<FoundWeights>>();
  const moduleOf = (recipe: ModuleRecipe, domain: number) =>
    once(modules, `${nameOf(recipe)}/${domain}`, async () => {
      const place = `${options.seed}/${nameOf(recipe)}-${lessons[domain]!.name}`;
      const known = await store.load(place);
      if (known) return known;
      const found = await trained(recipe, lessons[domain]!, options);
      await store.save(place, found);
      return found;
    });
  const bank: ModuleBank = {
    of: async (recipe, domain) => (await moduleOf(recipe, domain)).adapter,
    played: async (recipe, domain) => (await moduleOf(recipe, domain)).played,
    weights: (recipe, domains, region) =>
      once(weights, `${nameOf(recipe)}/${domains}/${region.name}`, async () => {
        const adapters = [];
        for (let domain = 0; domain < domains; domain++) {
          adapters.push(await bank.of(recipe, domain));
        }
        return await searched(adapters, lessons.slice(0, domains), region, options);
      }),
  };
  return {
    ...bank,
    async dispose() {
      // A module that diverged is none.
      for (const made of await Promise.allSettled(modules.values())) {
        if (made.status === "fulfilled") tf.dispose(made.value.adapter.weights);
      }
    },
  };
}

/** A module, and what it paid while it learnt. */
export interface TrainedModule {
  /** The module. */
  readonly adapter: Adapter;
  /** Base loss of what was played in each round, before it learnt from it, in nats, `[rounds]`. */
  readonly played: readonly number[];
}

/** A module of one domain; all start alike, so that they differ by what they learnt alone. */
export async function trained(
  { method, settings }: ModuleRecipe,
  { rounds }: Lesson,
  options: BankOptions,
): Promise<TrainedModule> {
  const { recipe } = inDomainMethod(method);
  const learner = startLearner(recipe(settings, options), { ...options, rounds });
  const played: number[] = [];
  try {
    for (const [t, round] of rounds.entries()) {
      const metrics = await learner.learn(round, t + 1);
      played.push(metrics["chase/base_F"] ?? metrics.loss!);
      options.onRound?.();
    }
    return { adapter: await learner.served(), played };
  } finally {
    learner.dispose();
  }
}

/** A file's name that tells recipes apart. */
function nameOf({ method, settings }: ModuleRecipe): string {
  return `${method}-${hashJson(settings).slice(0, 8)}`;
}

/**
 * The weights in a region that lose least on memories.
 *
 * @throws {DivergenceError} If the loss is finite nowhere.
 */
export async function searched(
  adapters: readonly Adapter[],
  lessons: readonly Pick<Lesson, "memory">[],
  region: Region,
  options: Pick<BankOptions, "model" | "loss" | "padId">,
): Promise<FoundWeights> {
  const loss = memoryLoss(adapters, lessons.map(({ memory }) => memory.pairs), options);
  try {
    return await searchWeights(loss, { region, by: byGradient(SEARCH) });
  } catch (error) {
    if (error instanceof RangeError) throw new DivergenceError(error.message);
    throw error;
  } finally {
    loss.dispose();
  }
}

function once<T>(known: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
}
