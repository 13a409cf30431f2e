/**
 * Asks for engines in a process of its own: `a,b` for one after the other, `a+b` for both at the same time. Prints what came
 * of each: the engine's name or the error's.
 */
import { type EngineName, ensureEngine } from "../../mod.ts";

const ask = async (engine: string) => {
  try {
    return (await ensureEngine({ engine: engine as EngineName })).name;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
};
const outcomes: string[] = [];
for (const wishes of Deno.args[0]!.split(",")) {
  outcomes.push(...await Promise.all(wishes.split("+").map(ask)));
}
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(outcomes)));
