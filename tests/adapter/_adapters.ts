/** Adapters that tests share. */
import { key, type Tensors, tf } from "../../lib/base/mod.ts";
import {
  type Adapter,
  adapterFromFiles,
  initAdapter,
  type LoraConfig,
} from "../../lib/adapter/mod.ts";
import type { ModelConfig } from "../../lib/model/mod.ts";
import { fixturePath } from "../_support.ts";
import { noise } from "../model/_gradients.ts";

/** Settings of a small adapter. */
export const SMALL: LoraConfig = { rank: 2, alpha: 4, targets: ["c_attn"], rankStabilised: false };

/** The two files of an adapter fixture. */
export async function adapterFiles(name: string, folders = "lora") {
  const folder = fixturePath(`${folders}/${name}`);
  const config: Record<string, unknown> = JSON.parse(
    await Deno.readTextFile(`${folder}/adapter_config.json`),
  );
  return { config, bytes: await Deno.readFile(`${folder}/adapter_model.safetensors`) };
}

/** An adapter that `dump.py` wrote with PEFT. */
export async function fixtureAdapter(name: string, model: ModelConfig): Promise<Adapter> {
  const { config, bytes } = await adapterFiles(name);
  return adapterFromFiles(config, bytes, model, `lora/${name}`);
}

/** An adapter whose B is not zero any more. */
export function movedAdapter(model: ModelConfig, config = SMALL, seed = 0): Adapter {
  const { weights } = initAdapter(model, config, key(seed));
  const moved: Tensors = {};
  Object.entries(weights).forEach(([name, factor], i) => {
    moved[name] = name.endsWith("lora_B") ? tf.mul(noise(seed + i, factor.shape), 0.3) : factor;
  });
  return { config, weights: moved };
}
