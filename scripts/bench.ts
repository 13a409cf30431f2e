/** Measures training and sampling, alone or beside their peers, and writes what came of it. */
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { main, readArguments, UsageError } from "./_arguments.ts";
import { formatDuration } from "./_format.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";
import { benchOptions, type BenchValues, DEFAULT } from "./bench/options.ts";
import { MeasurementFailed, stopRunning } from "./bench/process.ts";
import { bench, peerOf } from "./bench/run.ts";
import type { Workload } from "./bench/types.ts";
import { workload } from "./bench/workloads.ts";

/** Exit code of a run that was ended from outside, as shells have it. */
const INTERRUPTED = 130;

await main(async () => {
  const { values } = readArguments(benchOptions, Deno.args, {
    task: "bench",
    summary:
      "Measures speed, memory and the share of the machine's own matmul rate, alone or beside TRL.",
    positional: ["workloads"],
    examples: [
      "",
      "30m --data DATA --peer venv/bin/python",
      "--model my-gpt2 --data prefs.jsonl",
      "scaling --engine tensorflow,wasm",
    ],
  });
  const started = performance.now();
  const workloads = workloadsOf(values);
  try {
    const peer = await peerOf(values, workloads);
    await mkdir(values.out, { recursive: true });
    await using work = await temporaryFolder(values.out);
    const result = await bench(values, workloads, { work: work.path, peer });
    // Only now: a parent that holds little leaves the peak memory of its children alone.
    const { pageOf, summaryOf, writePage } = await import("./bench/report.ts");
    await writePage(values.out, pageOf(result, workloads));
    writeText(Deno.stdout, summaryOf(result, workloads));
  } catch (error) {
    if (!(error instanceof MeasurementFailed)) throw error;
    say(`error: ${error.message}`);
    Deno.exit(error.exitCode);
  }
  const seconds = (performance.now() - started) / 1000;
  say(`bench: ${formatDuration(seconds)}; report in ${join(values.out, "bench.html")}`);
});

function workloadsOf(values: BenchValues): Workload[] {
  const { model, rounds, peerRounds } = values;
  const names = values.workloads ?? (model === undefined ? DEFAULT : ["model"] as const);
  if (names.includes("model") && model === undefined) {
    throw new UsageError("Workload model needs --model, a folder or a name. See --help.");
  }
  return [...new Set(names)].map((name) => {
    const made = workload(name, { ...values, folder: model });
    return {
      ...made,
      rounds: rounds ?? made.rounds,
      peerRounds: made.peerRounds === 0 ? 0 : peerRounds ?? made.peerRounds,
    };
  });
}

/** A folder for models and rows, which goes when the bench ends. */
async function temporaryFolder(parent: string) {
  const path = await mkdtemp(join(parent, ".work-"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      stopRunning();
      rmSync(path, { recursive: true, force: true });
      Deno.exit(INTERRUPTED);
    });
  }
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
