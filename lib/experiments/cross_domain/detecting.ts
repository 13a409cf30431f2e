/** COFS-DPO that finds the domains' ends by itself. */
import type { Adapter } from "../../adapter/mod.ts";
import { fold, key, tf } from "../../base/mod.ts";
import { combine, simplex } from "../../combine/mod.ts";
import { driftTest } from "../../regret/mod.ts";
import type { Round } from "../in_domain/batches.ts";
import { type Learner, startLearner } from "../in_domain/learner.ts";
import { inDomainMethod } from "../in_domain/methods.ts";
import { searched } from "./module_bank.ts";
import { joined, picked } from "./replay.ts";
import { reservoir } from "./reservoir.ts";
import { servedAlone } from "./sequential.ts";
import type { Continual, ContinualOptions } from "./types.ts";

/** What is kept of a stretch of the stream that seemed to be one domain. */
interface Segment {
  readonly adapter: Adapter;
  readonly memory: Round;
}

/** The stretch that is being learnt. */
interface Open {
  readonly learner: Learner;
  readonly rounds: Round[];
  /** Whether the loss says that the stretch is over. */
  readonly isOver: (loss: number) => boolean;
}

/** Child of a seed's key that memories are drawn with. */
const MEMORY = 14;

/**
 * The domains' names and ends are not looked at: where the loss of what is played rises for long enough, a fresh pair of
 * modules begins. What is served combines the modules of all stretches so far, also of the one that goes on.
 */
export function detecting(options: ContinualOptions): Continual {
  const closed: Segment[] = [];
  let open: Open | undefined;
  return {
    async learn({ rounds }) {
      for (const round of rounds) {
        open ??= begun(round, options);
        if (!await learnt(open, round)) continue;
        closed.push(await segmentOf(open, closed.length, options));
        open.learner.dispose();
        open = undefined;
      }
      const own = open && await segmentOf(open, closed.length, options);
      const segments = [...closed, ...(own ? [own] : [])];
      const adapters = segments.map(({ adapter }) => adapter);
      const { weights } = await searched(adapters, segments, simplex(), options);
      const whole = await combine(adapters, weights);
      if (own) tf.dispose(own.adapter.weights);
      return servedAlone(whole, { stretches: segments.length });
    },
    dispose() {
      open?.learner.dispose();
      tf.dispose(closed.map(({ adapter }) => adapter.weights));
    },
  };

  /** Whether the stretch is over with this round. */
  async function learnt({ learner, rounds, isOver }: Open, round: Round): Promise<boolean> {
    rounds.push(round);
    const metrics = await learner.learn(round, rounds.length);
    options.onRound?.();
    return isOver(metrics["chase/base_F"]!);
  }
}

function begun(round: Round, options: ContinualOptions): Open {
  const recipe = inDomainMethod("ofs-dpo").recipe(options.settings, options);
  const learner = startLearner(recipe, { ...options, rounds: [round] });
  return { learner, rounds: [], isOver: driftTest() };
}

async function segmentOf(
  { learner, rounds }: Open,
  index: number,
  { seed, memory }: ContinualOptions,
): Promise<Segment> {
  const all = joined(rounds);
  const places = reservoir(all.pairs.keys(), memory, fold(fold(key(seed), MEMORY), index));
  return { adapter: await learner.served(), memory: picked(all, places) };
}
