/** A method's run on one stream, which is not run again where it is there. */
import type { InDomainOptions } from "./in_domain.ts";
import { inDomainMethod } from "./methods.ts";
import { runMethod, type RunMethodOptions } from "./run_method.ts";
import type { Stores, TimedRun } from "./stores.ts";
import { unlessDiverged } from "./unless_diverged.ts";

/** A method's run, from the store where it is there; undefined where it diverged. */
export async function finishedRun(
  { settings, now = () => 0, ...common }: InDomainOptions,
  { runs }: Stores,
  name: string,
  options: RunMethodOptions,
): Promise<TimedRun | undefined> {
  const place = `${options.seed}/${name}`;
  const known = await runs.load(place);
  if (known) return known;
  const { recipe, settingsOf } = inDomainMethod(name);
  const started = now();
  const fresh = await unlessDiverged(() =>
    runMethod(name, recipe(settings[settingsOf]!, common), options)
  );
  if (!fresh) return undefined;
  const timed = { ...fresh, seconds: (now() - started) / 1000 };
  await runs.save(place, timed);
  return timed;
}
