/** The β that an adapter was trained with. */
import { dirname, join } from "node:path";
import { fileExists, readJson } from "../lib/data/mod.ts";
import { baseLossOf, type MethodOptions } from "../lib/train/mod.ts";
import { say } from "./_say.ts";

/** Where nothing is known of the run. */
const DEFAULT = 0.1;

/** β by the `run.json` that `task train` leaves beside the adapter; says which it takes. */
export async function trainedBeta(adapter: string): Promise<number> {
  const file = join(dirname(adapter.replace(/[/\\]+$/, "")), "run.json");
  if (!await fileExists(file)) {
    say(
      `diagnose: β is taken to be ${DEFAULT}, as no run.json lies beside the adapter; see --beta`,
    );
    return DEFAULT;
  }
  const { settings } = await readJson(file) as {
    readonly settings?: MethodOptions & { readonly method?: string };
  };
  if (settings?.method === undefined) return DEFAULT;
  const { beta } = baseLossOf(settings.method, settings);
  say(`diagnose: β = ${beta}, as ${settings.method} was trained`);
  return beta;
}
