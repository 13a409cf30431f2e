/** The state of a run as one file. */
import { join } from "node:path";
import { flatten, type Tensors, type TensorTree, tf, unflatten } from "../base/mod.ts";
import { readBytes } from "../data/mod.ts";
import { type HostTensor, readSafetensors, writeSafetensors } from "../model/mod.ts";
import { makeFolder, writeFile } from "./write_file.ts";

/** A saved state. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  /** The whole state of the run; the caller owns it. */
  readonly state: TensorTree;
}

/** How many checkpoints a run keeps. */
const KEPT = 2;

/** Saves the state after `step` steps and removes all but the newest checkpoints. */
export async function saveCheckpoint(
  folder: string,
  { step, state }: Checkpoint,
  fingerprint: string,
): Promise<void> {
  const tensors: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(flatten(state))) {
    tensors[name] = { shape: tensor.shape, data: await tensor.data<"float32">() };
  }
  const metadata = { step: String(step), fingerprint };
  await makeFolder(folder);
  await writeFile(join(folder, nameOf(step)), writeSafetensors({ tensors, metadata }));
  const old = (await list(folder)).slice(0, -KEPT);
  for (const step of old) await Deno.remove(join(folder, nameOf(step)));
}

/**
 * Loads the newest checkpoint.
 *
 * @param fingerprint What the run is made of; a checkpoint of another run is refused.
 * @returns `undefined` if there is none.
 * @throws {RangeError} If the checkpoint is broken or of a run with other settings.
 */
export async function loadCheckpoint(
  folder: string,
  fingerprint: string,
): Promise<Checkpoint | undefined> {
  const newest = (await list(folder)).at(-1);
  if (newest === undefined) return undefined;
  const path = join(folder, nameOf(newest));
  const { tensors, metadata } = readSafetensors(await readBytes(path), path);
  if (metadata.fingerprint !== fingerprint) {
    throw new RangeError(
      `Cannot resume from ${path} as it was made with other settings, model or data: repeat them, or choose another --out`,
    );
  }
  const flat: Tensors = {};
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    flat[name] = tf.tensor(data as Float32Array, [...shape], "float32");
  }
  return { step: newest, state: unflatten(flat) };
}

function nameOf(step: number): string {
  return `step-${String(step).padStart(8, "0")}.safetensors`;
}

/** Steps of the checkpoints in a folder, oldest first. */
async function list(folder: string): Promise<number[]> {
  const steps: number[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const step = name.match(/^step-(\d+)\.safetensors$/)?.[1];
      if (step) steps.push(Number(step));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return steps.sort((a, b) => a - b);
}
