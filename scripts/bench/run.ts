/** Runs the workloads that were asked for and writes `bench.json` after each. */
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readEnv } from "../_environment.ts";
import { progress } from "../_progress.ts";
import { say } from "../_say.ts";
import { QUIET, watched } from "./disturbance.ts";
import { machine } from "./machine.ts";
import { type Entrant, measure, type Measured, type Sides, turnsOf } from "./measure.ts";
import type { BenchValues } from "./options.ts";
import { bestThreads, type Environment } from "./peer_threads.ts";
import type { PrepareResult } from "./prepare.ts";
import { checkPeer, runPeer, runWorker } from "./process.ts";
import { type BenchResult, isQuiet, ofsRows } from "./result.ts";
import type { Case, Outcome, Precision, Prepared, Workload } from "./types.ts";

/** What both sides train by. */
const TRAINING = { rate: 1e-4, beta: 0.1 };
/** The peer's script for each kind of case. */
const SCRIPTS: Readonly<Record<Case["kind"], string>> = {
  train: "trl_dpo.py",
  sample: "generate.py",
};

/** A Python that has what the peers need. */
export interface Peer {
  readonly python: string;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The peer, where one is named.
 *
 * @throws {UsageError} If it cannot run what the workloads need.
 */
export async function peerOf(
  { peer: python }: BenchValues,
  workloads: readonly Workload[],
): Promise<Peer | undefined> {
  if (python === undefined) return undefined;
  const compared = workloads.filter(({ peerRounds }) => peerRounds > 0);
  const kinds = new Set(compared.flatMap(({ cases }) => cases.map(({ kind }) => kind)));
  let versions = {};
  for (const kind of kinds) {
    versions = { ...versions, ...await checkPeer(python, SCRIPTS[kind]) };
  }
  return { python, versions };
}

/**
 * Measures the workloads.
 *
 * @throws {MeasurementFailed} If a process fails.
 */
export async function bench(
  values: BenchValues,
  workloads: readonly Workload[],
  { work, peer }: { readonly work: string; readonly peer: Peer | undefined },
): Promise<BenchResult> {
  const circumstances = {
    date: new Date().toISOString(),
    arguments: Deno.args,
    machine: machine(),
    ...(peer && { peer }),
  };
  const { load, cores } = circumstances.machine;
  const notes = load < 0.3 * cores ? [] : [
    `busy: ${load} processes computed in the minute before, on ${cores} cores: figures are noisy, and ratios need a quiet machine`,
  ];
  notes.forEach(say);
  const made = await prepared(values, workloads, work);
  const sides = sidesWith(values, made.device, peer);
  const plan = workloads.map((workload) => ({
    workload,
    entrants: entrantsOf(values, workload, made),
  }));
  const turns = plan.flatMap(({ workload, entrants }) => [...turnsOf(workload, entrants, sides)]);
  const bar = progress({ label: "bench", total: turns.length, unit: "runs" });
  let done = 0;
  const cases: Measured[] = [];
  const result = () => ({
    ...circumstances,
    notes: [...notes, ...made.notes],
    cases,
    ofs: ofsRows(cases),
  });
  for (const { workload, entrants } of plan) {
    const onTurn = (note: string) => bar.update(done++, { note });
    cases.push(...await measure(workload, entrants, sides, onTurn));
    await writeWhole(join(values.out, "bench.json"), result());
  }
  bar.update(done);
  bar.done();
  const disturbed = cases.filter(({ ours, peer }) => isQuiet([ours, peer]) === false);
  if (disturbed.length > 0) {
    notes.push(
      `disturbed: in ${disturbed.length} of ${cases.length} cases others used more than ${QUIET} of a core; such ratios show nothing`,
    );
    say(notes.at(-1)!);
    await writeWhole(join(values.out, "bench.json"), result());
  }
  return result();
}

/** What was made, by case. */
interface Made extends Omit<PrepareResult, "prepared"> {
  readonly of: ReadonlyMap<Case, Prepared>;
}

async function prepared(
  values: BenchValues,
  workloads: readonly Workload[],
  work: string,
): Promise<Made> {
  const { tokenizer, data = readEnv("FASTSLOW_DATA"), engine: [engine] } = values;
  const cases = workloads.flatMap(({ cases }) => cases);
  const request = {
    task: "prepare",
    engine,
    cases,
    work,
    ...(data !== undefined && { data }),
    ...(tokenizer !== undefined && { tokenizer }),
  };
  const { prepared, ...rest } = await runWorker<PrepareResult>(request, say);
  rest.notes.forEach(say);
  return { ...rest, of: new Map(cases.map((one, i) => [one, prepared[i]!])) };
}

/** Each case on each engine at each precision that it has; sampling has one, and only the native engine has the other. */
function entrantsOf(
  { engine, precision }: BenchValues,
  { cases }: Workload,
  made: Made,
): Entrant[] {
  const engines = [...new Set(engine.map((name) => name === "auto" ? made.engine : name))];
  return engines.flatMap((engine) =>
    cases.flatMap((one) =>
      (precision as readonly Precision[])
        .filter((name) => name === "float32" || one.kind === "train" && engine === "tensorflow")
        .map((precision) => ({ case: one, prepared: made.of.get(one)!, engine, precision }))
    )
  );
}

function sidesWith(values: BenchValues, device: string, peer: Peer | undefined): Sides {
  const request = ({ case: one, prepared, engine, precision }: Entrant) => ({
    ...one,
    task: one.kind,
    engine,
    precision,
    ...TRAINING,
    folder: prepared.model,
    start: prepared.start,
    file: prepared.rows,
    maxLength: values.maxLength,
    cpu: device === "cpu",
  });
  return {
    ours: (entrant) => watched(() => runWorker<Outcome>(request(entrant))),
    ...(peer && {
      peer: async (entrant) => {
        const probe = async (environment: Environment) =>
          (await runPeer<{ ms: number }>(peer.python, "probe.py", {}, environment)).ms;
        const threads = await bestThreads(probe);
        const script = SCRIPTS[entrant.case.kind];
        const { python, versions } = peer;
        const told = await watched(() =>
          runPeer<Outcome>(python, script, request(entrant), threads.environment)
        );
        return { ...told, versions, threads };
      },
    }),
  };
}

/** Whole or absent, also where the bench is ended while it writes. */
async function writeWhole(path: string, value: unknown) {
  const temporary = `${path}.partial`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`);
  await rename(temporary, path);
}
