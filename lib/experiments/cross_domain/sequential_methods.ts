/** The methods that go on learning from domain to domain. */
import { fold, key } from "../../base/mod.ts";
import { inDomainMethod } from "../in_domain/methods.ts";
import { withReplay } from "./replay.ts";
import { sequential } from "./sequential.ts";
import type { Continual, ContinualOptions } from "./types.ts";

/** Child of a seed's key that draws from memory come from. */
const REPLAY = 11;

/** An in-domain method, domain after domain. */
export function sequentially(method: string): (options: ContinualOptions) => Continual {
  return (options) => sequential(inDomainMethod(method).recipe(options.settings, options), options);
}

/** DPO with pairs of the memories among each round's. */
export function replayed(options: ContinualOptions): Continual {
  const { settings, seed } = options;
  const recipe = inDomainMethod("dpo").recipe(settings, options);
  return sequential(recipe, options, {
    rounds: ({ rounds }, past) =>
      withReplay(rounds, past.map(({ memory }) => memory), {
        share: settings.replayShare,
        key: fold(fold(key(seed), REPLAY), past.length),
      }),
  });
}
