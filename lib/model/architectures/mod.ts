/** The families of models that are known. */
import type { Architecture } from "./architecture.ts";
import { GPT2 } from "./gpt2.ts";
import { GPT_NEOX } from "./gpt_neox.ts";
import { LLAMA } from "./llama.ts";
import { MISTRAL } from "./mistral.ts";
import { QWEN2 } from "./qwen2.ts";
import { QWEN3 } from "./qwen3.ts";

/** A family, by Hugging Face's `model_type`. */
export type Family = "gpt2" | "gpt_neox" | "llama" | "mistral" | "qwen2" | "qwen3";

/** The families. */
export const ARCHITECTURES: Readonly<Record<Family, Architecture>> = {
  gpt2: GPT2,
  gpt_neox: GPT_NEOX,
  llama: LLAMA,
  mistral: MISTRAL,
  qwen2: QWEN2,
  qwen3: QWEN3,
};

/** What all models of a config's family share. */
export function architecture({ family }: { readonly family: Family }): Architecture {
  return ARCHITECTURES[family];
}
