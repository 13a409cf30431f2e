/** Methods that carry one state from domain to domain. */
import type { Adapter } from "../../adapter/mod.ts";
import { tf } from "../../base/mod.ts";
import type { Round } from "../in_domain/batches.ts";
import { type Learner, startLearner } from "../in_domain/learner.ts";
import type { Recipe } from "../in_domain/types.ts";
import type { Continual, ContinualOptions, Lesson } from "./types.ts";

/** What a sequential method does beside learning. */
export interface SequentialOptions {
  /** The rounds that it learns from in a domain, given the lessons before. @default {the domain's own} */
  readonly rounds?: (lesson: Lesson, past: readonly Lesson[]) => readonly Round[];
  /** Goes on from the domains before to the next. @default {does nothing} */
  readonly consolidate?: (learner: Learner, lessons: readonly Lesson[]) => Promise<void>;
}

/** A recipe that goes on from domain to domain with the same modules, moments and roles. */
export function sequential(
  recipe: Recipe,
  options: ContinualOptions,
  { rounds = ({ rounds }) => rounds, consolidate }: SequentialOptions = {},
): Continual {
  const lessons: Lesson[] = [];
  let learner: Learner | undefined;
  let update = 0;
  return {
    async learn(lesson) {
      const mine = rounds(lesson, lessons);
      if (learner) await consolidate?.(learner, lessons);
      learner ??= startLearner(recipe, { ...options, rounds: mine });
      for (const round of mine) {
        await learner.learn(round, ++update);
        options.onRound?.();
      }
      lessons.push(lesson);
      return servedAlone(await learner.served());
    },
    dispose: () => learner?.dispose(),
  };
}

/** One policy for every domain, which goes when it has been served. */
export function servedAlone(adapter: Adapter, notes: Readonly<Record<string, number>> = {}) {
  return { adapterOf: () => adapter, notes, dispose: () => tf.dispose(adapter.weights) };
}
