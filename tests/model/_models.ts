/** Models that tests share. */
import { key, type Tensor, tf } from "../../lib/base/mod.ts";
import {
  forward,
  initModel,
  type Linear,
  logits,
  type Model,
  modelFromFiles,
  parseConfig,
} from "../../lib/model/mod.ts";
import { fixturePath, take } from "../_support.ts";

/** The two files of a model fixture. */
export async function modelFiles(name: string) {
  const config: Record<string, unknown> = JSON.parse(
    await Deno.readTextFile(fixturePath(`${name}/config.json`)),
  );
  return { config, bytes: await Deno.readFile(fixturePath(`${name}/model.safetensors`)) };
}

/** A model that `dump.py` wrote. */
export async function fixtureModel(name: string): Promise<Model> {
  const { config, bytes } = await modelFiles(name);
  return modelFromFiles(config, bytes, name);
}

/** A small random model. */
export function smallModel(seed = 0): Model {
  const json = {
    model_type: "gpt2",
    n_layer: 2,
    n_embd: 8,
    n_head: 2,
    n_positions: 16,
    vocab_size: 11,
  };
  return initModel(parseConfig(json), key(seed));
}

/** Token ids, `[rows, time]`. */
export function tokens(ids: readonly (readonly number[])[]): Tensor {
  return tf.tensor2d(ids as number[][], undefined, "int32");
}

/** Scores of every next token, `[rows, time, vocab]`. */
export function scoresOf(
  model: Model,
  ids: readonly (readonly number[])[],
  linear?: Linear,
): Promise<Float32Array> {
  return take(tf.tidy(() => {
    const hidden = forward(model, tokens(ids), { ...(linear && { linear }) });
    return logits(model, hidden);
  }));
}
