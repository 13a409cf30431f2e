/** Rows that are made up, and rows as files. */
import { type EncodedPair, fold, type Key, uniform } from "../../lib/base/mod.ts";
import { writeFile } from "../../lib/train/mod.ts";
import type { RowsSpec } from "./types.ts";

/** Shares of rows, and how long the rows of HH helpful-base's test file are below them: those of at most 512 GPT-2 tokens. */
const SHARES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];
const PROMPTS = [9, 18, 22, 41, 67, 96, 126, 163, 211, 275, 326, 406, 491];
const ANSWERS = [3, 11, 17, 23, 30, 37, 47, 59, 76, 108, 143, 252, 440];

/** Pairs of random tokens. Dialogues have HH's lengths; those longer than `maxLength` are drawn again. */
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
    const [x, y, z] = uniform(fold(k, attempt), 3) as unknown as [number, number, number];
    const [prompt, chosen, rejected] = [below(x, PROMPTS), below(y, ANSWERS), below(z, ANSWERS)];
    if (prompt + Math.max(chosen, rejected) <= maxLength) return [prompt, chosen, rejected];
  }
}

/** The length below which a share of rows lies, between two known ones in proportion. */
function below(share: number, lengths: readonly number[]): number {
  const i = SHARES.findLastIndex((known) => known <= share);
  const [from, to] = [lengths[i]!, lengths[i + 1]!];
  return Math.round(from + (to - from) * (share - SHARES[i]!) / (SHARES[i + 1]! - SHARES[i]!));
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
