/** Fetches a model in a process of its own, as the variables of the environment say. */
import { fetchModel } from "../../lib/data/hub/mod.ts";

await fetchModel(Deno.args[0]!);
