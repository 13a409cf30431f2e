/** Options of `task train` that a method takes no notice of, so that nobody believes that they did something. */
import { type MethodOptions, objectiveOf } from "../lib/train/mod.ts";
import { flagOf, type Option } from "./_options.ts";
import { trainOptions } from "./_train_options.ts";

/** Names under which a method looks for what an option says, where they differ. */
const LOOKED_FOR: Readonly<Record<string, string>> = { chase: "bound" };

/**
 * A line for the user who gave such options; none where all count.
 *
 * @param method Name of the method.
 * @param given Names of the options that the user gave.
 */
export function unheededOptions(method: string, given: ReadonlySet<string>): string[] {
  const seen = namesSeenBy(method);
  const flags = Object.entries<Option>(trainOptions)
    .filter(([name, { group }]) => isOfMethods(group) && name !== "method" && given.has(name))
    .filter(([name]) => !seen.has(LOOKED_FOR[name] ?? name))
    .map(([name]) => flagOf(name));
  return flags.length === 0 ? [] : [`train: ${method} takes no notice of ${flags.join(", ")}`];
}

function isOfMethods(group: string | undefined): boolean {
  return group === "Method" || group === "Losses";
}

/** What a method looks at tells what it takes: a table beside it could be wrong. */
function namesSeenBy(method: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const asked = new Proxy<MethodOptions>({}, { get: (_, name) => void seen.add(String(name)) });
  objectiveOf(method, asked);
  return seen;
}
