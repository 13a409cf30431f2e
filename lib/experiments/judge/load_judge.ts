import { readBytes, readJson, readText } from "../../data/mod.ts";
import {
  CLASSIFIER_FILES,
  classifierFromFiles,
  type Judge,
  textJudge,
} from "../../evaluate/mod.ts";

/**
 * Loads a judge, such as the one in `models/sentiment`: log-odds, in nats, that a text likes what it is about.
 *
 * @param folder Folder with `config.json`, `vocabulary.txt` and `weights.safetensors`.
 * @throws {RangeError} If a file is missing, broken, truncated or of another classifier.
 * @throws {SyntaxError} If the config is not JSON, or the vocabulary not UTF-8.
 *
 * @example
 * ```ts
 * import { loadJudge } from "@fastslow/fastslow/experiments";
 * import { ok } from "node:assert/strict";
 *
 * const judge = await loadJudge("models/sentiment");
 * const [liked, disliked] = judge(["A wonderful film, I loved it.", "A dull mess, the worst in years."]);
 *
 * ok(liked! > 1 && disliked! < -1);
 * ```
 */
export async function loadJudge(folder: string): Promise<Judge> {
  const config = await readJson(`${folder}/${CLASSIFIER_FILES.config}`);
  const vocabulary = await readText(`${folder}/${CLASSIFIER_FILES.vocabulary}`);
  const weights = await readBytes(`${folder}/${CLASSIFIER_FILES.weights}`);
  return textJudge(await classifierFromFiles({ config, vocabulary, weights }, folder));
}
