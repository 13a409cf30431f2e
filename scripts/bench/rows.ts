/** Rows that are made up, and rows as files. */
import { type EncodedPair, fold, type Key, normal, uniform } from "../../lib/base/mod.ts";
import { writeFile } from "../../lib/train/mod.ts";
import type { RowsSpec } from "./types.ts";

/** Lengths in HH helpful-base under GPT-2's tokenizer: mean, and deviation of the logarithm. */
const PROMPT = { mean: 137, spread: 1.02 };
const ANSWER = { mean: 52, spread: 0.89 };

/** Pairs of random tokens. Dialogues have log-normal lengths; those longer than `maxLength` are drawn again. */
export function randomPairs(spec: RowsSpec, vocab: number, root: Key): EncodedPair[] {
  return Array.from({ length: spec.count }, (_, row) => {
    const k = fold(root, row);
    const [prompt, chosen, rejected] = spec.kind === "equal"
      ? [spec.prompt, spec.answer, spec.answer]
      : dialogueLengths(fold(k, 3), spec.maxLength);
    const draw = (child: number, count: number) =>
      Int32Array.from(uniform(fold(k, child), count), (u) => Math.floor(u * vocab));
    return { row, prompt: draw(0, prompt), chosen: draw(1, chosen), rejected: [draw(2, rejected)] };
  });
}

function dialogueLengths(k: Key, maxLength: number): [number, number, number] {
  for (let attempt = 0;; attempt++) {
    const [x, y, z] = normal(fold(k, attempt), 3) as unknown as [number, number, number];
    const prompt = logNormal(x, PROMPT);
    const [chosen, rejected] = [logNormal(y, ANSWER), logNormal(z, ANSWER)];
    if (prompt + Math.max(chosen, rejected) <= maxLength) return [prompt, chosen, rejected];
  }
}

function logNormal(z: number, { mean, spread }: typeof PROMPT): number {
  return Math.max(1, Math.round(mean * Math.exp(spread * z - spread * spread / 2)));
}

/** Writes rows as the names that TRL gives to tokens. */
export function writeRows(path: string, pairs: readonly EncodedPair[]): Promise<void> {
  const lines = pairs.map(({ prompt, chosen, rejected }) =>
    JSON.stringify({
      prompt_ids: [...prompt],
      chosen_ids: [...chosen],
      rejected_ids: [...rejected[0]!],
    })
  );
  return writeFile(path, `${lines.join("\n")}\n`);
}

/** Reads what {@linkcode writeRows} wrote. */
export async function readEncoded(path: string): Promise<EncodedPair[]> {
  const text = await Deno.readTextFile(path);
  return text.trim().split("\n").map((line, row) => {
    const ids = JSON.parse(line);
    return {
      row,
      prompt: Int32Array.from(ids.prompt_ids),
      chosen: Int32Array.from(ids.chosen_ids),
      rejected: [Int32Array.from(ids.rejected_ids)],
    };
  });
}
