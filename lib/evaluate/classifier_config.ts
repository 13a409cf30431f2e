/** The config of a text classifier: what its other files must be, and its calibration. */
import type { LengthCalibration } from "./text_classifier.ts";

/** What `config.json` of a classifier holds. */
export interface ClassifierConfig {
  /** How many features it knows. */
  readonly features: number;
  /** SHA-256 of its vocabulary's file, in hex. */
  readonly vocabulary: string;
  /** SHA-256 of its weights' file, in hex. */
  readonly weights: string;
  /** From sums of weights to log-odds. */
  readonly calibration: LengthCalibration;
}

/** What the kind of file is called, with the version of its format. */
const FORMAT = "fastslow-text-classifier-1";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a config.
 *
 * @param json Parsed `config.json`.
 * @param file Its path, for errors.
 * @throws {RangeError} If it is none, or a value is missing or out of range.
 */
export function parseConfig(json: unknown, file: string): ClassifierConfig {
  const { format, features, vocabulary, weights, calibration } = record(json);
  const { bias, scale, power } = record(calibration);
  requireThat(format === FORMAT, file, "format", JSON.stringify(FORMAT), format);
  requireThat(
    Number.isSafeInteger(features) && Number(features) > 0,
    file,
    "features",
    "> 0",
    features,
  );
  requireThat(isHash(vocabulary), file, "vocabulary", "a SHA-256 in hex", vocabulary);
  requireThat(isHash(weights), file, "weights", "a SHA-256 in hex", weights);
  requireThat(Number.isFinite(bias), file, "calibration.bias", "a number", bias);
  requireThat(Number.isFinite(scale) && Number(scale) > 0, file, "calibration.scale", "> 0", scale);
  requireThat(Number.isFinite(power), file, "calibration.power", "a number", power);
  return {
    features: features as number,
    vocabulary: vocabulary as string,
    weights: weights as string,
    calibration: { bias: bias as number, scale: scale as number, power: power as number },
  };
}

/** Writes a config as {@linkcode parseConfig} reads it. */
export function formatConfig(config: ClassifierConfig): Json {
  return { format: FORMAT, ...config };
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? value as Json : {};
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function requireThat(
  holds: boolean,
  file: string,
  name: string,
  rule: string,
  value: unknown,
): void {
  if (holds) return;
  throw new RangeError(
    `Cannot read ${file} as "${name}" must be ${rule}: current value is ${
      JSON.stringify(value)
    }; restore the folder's files, which belong together`,
  );
}
