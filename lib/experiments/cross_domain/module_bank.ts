/** Modules of single domains, and the weights that suit them. */
import type { Adapter } from "../../adapter/mod.ts";
import { tf } from "../../base/mod.ts";
import { type FoundWeights, memoryLoss, type Region, searchWeights } from "../../combine/mod.ts";
import { DivergenceError } from "../../train/mod.ts";
import { startLearner } from "../in_domain/learner.ts";
import { inDomainMethod } from "../in_domain/methods.ts";

import type { CrossStores } from "./stores.ts";
import type { ContinualOptions, Lesson, ModuleBank } from "./types.ts";

/** A bank that trains what it is asked for, once. */
export function moduleBank(
  lessons: readonly Lesson[],
  options: Omit<ContinualOptions, "modules">,
  store: CrossStores["modules"],
): ModuleBank & { dispose(): Promise<void> } {
  const modules = new Map<string, Promise<Adapter>>();
  const weights = new Map<string, Promise<FoundWeights>>();
  const bank: ModuleBank = {
    of: (method, domain) =>
      once(modules, `${method}/${domain}`, async () => {
        const place = `${options.seed}/${method}-${lessons[domain]!.name}`;
        const known = await store.load(place);
        if (known) return known.adapter;
        const adapter = await trained(method, lessons[domain]!, options);
        await store.save(place, { adapter });
        return adapter;
      }),
    weights: (method, domains, region) =>
      once(weights, `${method}/${domains}/${region.name}`, async () => {
        const adapters = [];
        for (let domain = 0; domain < domains; domain++) {
          adapters.push(await bank.of(method, domain));
        }
        return await searched(adapters, lessons.slice(0, domains), region, options);
      }),
  };
  return {
    ...bank,
    async dispose() {
      // A module that diverged is none.
      for (const made of await Promise.allSettled(modules.values())) {
        if (made.status === "fulfilled") tf.dispose(made.value.weights);
      }
    },
  };
}

/** Every domain's module starts alike, so that they differ by what they learnt alone. */
async function trained(
  method: string,
  { rounds }: Lesson,
  options: Omit<ContinualOptions, "modules">,
): Promise<Adapter> {
  const { recipe } = inDomainMethod(method);
  const learner = startLearner(recipe(options.settings[method]!, options), { ...options, rounds });
  try {
    for (const [t, round] of rounds.entries()) {
      await learner.learn(round, t + 1);
      options.onRound?.();
    }
    return await learner.served();
  } finally {
    learner.dispose();
  }
}

async function searched(
  adapters: readonly Adapter[],
  lessons: readonly Lesson[],
  region: Region,
  options: Omit<ContinualOptions, "modules">,
): Promise<FoundWeights> {
  const loss = memoryLoss(adapters, lessons.map(({ memory }) => memory.pairs), options);
  try {
    return await searchWeights(loss, { region });
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
