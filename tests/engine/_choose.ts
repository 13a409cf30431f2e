/** Prints what `chooseVariant` chooses when not told, when told `true`, when told `false`. */
import { chooseVariant } from "../../lib/engine/ensure.ts";

const choices = [await chooseVariant(), await chooseVariant(true), await chooseVariant(false)];
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(choices)));
