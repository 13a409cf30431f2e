/** What no continual method may do: see all domains at once, or be told which one it is in. */
import type { Adapter } from "../../adapter/mod.ts";
import { startLearner } from "../in_domain/learner.ts";
import { inDomainMethod } from "../in_domain/methods.ts";
import { servedAlone } from "./sequential.ts";
import type { Continual, ContinualOptions, Lesson } from "./types.ts";

/** DPO on the rounds of all domains so far in turn, from the start. */
export function joint(options: ContinualOptions): Continual {
  const lessons: Lesson[] = [];
  return {
    async learn(lesson) {
      lessons.push(lesson);
      const rounds = inTurn(lessons.map(({ rounds }) => rounds));
      const recipe = inDomainMethod("dpo").recipe(options.settings, options);
      const learner = startLearner(recipe, { ...options, rounds });
      try {
        for (const [t, round] of rounds.entries()) {
          await learner.learn(round, t + 1);
          options.onRound?.();
        }
        return servedAlone(await learner.served());
      } finally {
        learner.dispose();
      }
    },
    dispose() {},
  };
}

/** Each domain's own module, on its domain; the newest on those that have not come yet. */
export function oracle({ modules, settings }: ContinualOptions): Continual {
  const recipe = { method: "ofs-dpo", settings };
  const adapters: Adapter[] = [];
  return {
    async learn() {
      adapters.push(await modules.of(recipe, adapters.length));
      const known = [...adapters];
      return { adapterOf: (domain) => known[domain] ?? known.at(-1)!, dispose() {} };
    },
    dispose() {},
  };
}

/** One of each list after the other. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => i).flatMap((i) =>
    lists.flatMap((list) => i < list.length ? [list[i]!] : [])
  );
}
