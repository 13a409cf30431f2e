/** Text classifiers to and from the contents of their three files, read with suspicion. */
import { readSafetensors, writeSafetensors } from "../model/safetensors.ts";
import { type ClassifierConfig, formatConfig, parseConfig } from "./classifier_config.ts";
import { sha256 } from "./sha256.ts";
import type { TextClassifier } from "./text_classifier.ts";

/** Names of a classifier's files in its folder. */
export const CLASSIFIER_FILES = {
  config: "config.json",
  vocabulary: "vocabulary.txt",
  weights: "weights.safetensors",
} as const;

/** Contents of a classifier's files. */
export interface ClassifierFiles {
  /** Parsed `config.json`. */
  readonly config: unknown;
  /** `vocabulary.txt`: one feature a line, each line ended. */
  readonly vocabulary: string;
  /** `weights.safetensors`: one float32 tensor `weights`, `[features]`. */
  readonly weights: Uint8Array;
}

const REMEDY = "restore the folder's files, which belong together";

/**
 * Builds a classifier from the contents of its files.
 *
 * @param files Of one folder; their SHA-256 must be those in the config.
 * @param folder Name of the folder, for errors.
 * @throws {RangeError} If a file is broken, truncated or of another classifier.
 *
 * @example A trip through its files
 * ```ts
 * import { classifierFromFiles, filesFromClassifier } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const classifier = {
 *   features: ["bad", "good"],
 *   weights: new Float32Array([-1, 1]),
 *   calibration: { bias: 0, scale: 1, power: 0.5 },
 * };
 *
 * deepEqual(await classifierFromFiles(await filesFromClassifier(classifier), "here"), classifier);
 * ```
 */
export async function classifierFromFiles(
  { config, vocabulary, weights }: ClassifierFiles,
  folder: string,
): Promise<TextClassifier> {
  const parsed = parseConfig(config, `${folder}/${CLASSIFIER_FILES.config}`);
  const words = `${folder}/${CLASSIFIER_FILES.vocabulary}`;
  const numbers = `${folder}/${CLASSIFIER_FILES.weights}`;
  await requireHash(words, new TextEncoder().encode(vocabulary), parsed.vocabulary);
  await requireHash(numbers, weights, parsed.weights);
  return {
    features: readFeatures(vocabulary, words, parsed),
    weights: readWeights(weights, numbers, parsed),
    calibration: parsed.calibration,
  };
}

/** The contents of a classifier's files. */
export async function filesFromClassifier(
  { features, weights, calibration }: TextClassifier,
): Promise<ClassifierFiles & { readonly weights: Uint8Array<ArrayBuffer> }> {
  const vocabulary = features.map((feature) => `${feature}\n`).join("");
  const bytes = writeSafetensors({
    tensors: { weights: { shape: [weights.length], data: weights } },
    metadata: {},
  });
  const config = formatConfig({
    features: features.length,
    vocabulary: await sha256(new TextEncoder().encode(vocabulary)),
    weights: await sha256(bytes),
    calibration,
  });
  return { config, vocabulary, weights: bytes };
}

async function requireHash(file: string, bytes: Uint8Array, expected: string): Promise<void> {
  const found = await sha256(bytes);
  if (found === expected) return;
  throw new RangeError(
    `Cannot read ${file} as its SHA-256 must be ${
      brief(expected)
    }, by ${CLASSIFIER_FILES.config}: current value is ${brief(found)}; ${REMEDY}`,
  );
}

/** Enough of a hash to compare by eye. */
function brief(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}

function readFeatures(vocabulary: string, file: string, { features }: ClassifierConfig): string[] {
  const found = vocabulary.split("\n").slice(0, -1);
  if (found.length === features && new Set(found).size === features) return found;
  throw new RangeError(
    `Cannot read ${file} as it must have ${features} different lines: current count is ${
      new Set(found).size
    } of ${found.length}; ${REMEDY}`,
  );
}

function readWeights(bytes: Uint8Array, file: string, { features }: ClassifierConfig) {
  const { weights } = readSafetensors(bytes, file).tensors;
  const sound = weights?.data instanceof Float32Array && weights.data.length === features &&
    weights.data.every(Number.isFinite);
  if (sound) return weights.data as Float32Array;
  throw new RangeError(
    `Cannot read ${file} as it must hold a tensor "weights" of ${features} finite numbers: ${REMEDY}`,
  );
}
