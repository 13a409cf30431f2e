/** A process that is measured: takes one request as JSON, writes one line of JSON. Peak memory is the process's. */
import process from "node:process";
import { type Engine, ensureEngine } from "../../lib/engine/mod.ts";
import { main } from "../_main.ts";
import { say } from "../_say.ts";
import { writeText } from "../_write.ts";
import { prepare, type PrepareRequest } from "./prepare.ts";
import { measureSampling, type SampleRequest } from "./measure_sampling.ts";
import { measureTraining, type TrainRequest } from "./measure_training.ts";

/** Everything that a worker is asked. */
export type Request = { readonly engine: string } & (PrepareRequest | TrainRequest | SampleRequest);

const TASKS: Record<string, (request: never, engine: Engine) => Promise<object>> = {
  prepare,
  train: measureTraining,
  sample: measureSampling,
};

if (import.meta.main) {
  await main(async () => {
    const request = JSON.parse(Deno.args[0]!) as Request;
    const engine = await ensureEngine({ engine: request.engine as "auto", say });
    const told = await TASKS[request.task]!(request as never, engine);
    const { user, system } = process.cpuUsage();
    const process_cpu_s = (user + system) / 1e6;
    writeText(Deno.stdout, `${JSON.stringify({ ...told, process_cpu_s })}\n`);
  });
}
