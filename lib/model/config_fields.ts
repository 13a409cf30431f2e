/** Reads single values of Hugging Face's `config.json`. */

/** A parsed `config.json`. */
export type ConfigJson = Readonly<Record<string, unknown>>;

/** The error for a config that cannot be read. */
export function configError(why: string): RangeError {
  return new RangeError(`Cannot read the model's config as ${why}`);
}

/** More than any model has of anything; a count beyond would end in memory, not in a model. */
const MOST = 2 ** 24;
/** Most blocks of a model. */
export const MOST_LAYERS = 10_000;

/**
 * A count.
 *
 * @throws {RangeError} If the value is missing, or no whole number from 1 to `most`.
 */
export function positive(json: ConfigJson, name: string, most = MOST): number {
  const value = json[name];
  if (!(typeof value === "number" && Number.isInteger(value) && value > 0)) {
    throw configError(
      `${name} must be a whole number > 0: current value is ${JSON.stringify(value)}`,
    );
  }
  if (value <= most) return value;
  throw configError(`${name} must be ≤ ${most}: current value is ${value}`);
}

/** A count, or what stands in for it where the config has none or `null`. */
export function positiveOr(json: ConfigJson, name: string, otherwise: number): number {
  return (json[name] ?? null) === null ? otherwise : positive(json, name);
}

/**
 * A number > 0, or what stands in for it where the config has none or `null`.
 *
 * @throws {RangeError} If the value is anything else.
 */
export function aboveZeroOr(json: ConfigJson, name: string, otherwise: number): number {
  const value = json[name] ?? otherwise;
  if (typeof value === "number" && value > 0) return value;
  throw configError(`${name} must be > 0: current value is ${JSON.stringify(value)}`);
}

/**
 * A count of heads that divides another number.
 *
 * @throws {RangeError} If it does not divide it.
 */
export function dividing(json: ConfigJson, name: string, [of, whole]: [string, number]): number {
  const count = positive(json, name);
  if (whole % count === 0) return count;
  throw configError(`${of} ${whole} is not a multiple of ${name} ${count}`);
}

/**
 * A value by its name.
 *
 * @throws {RangeError} If the name is not known.
 */
export function named<T>(known: Readonly<Record<string, T>>, field: string, name: unknown): T {
  if (Object.hasOwn(known, String(name))) return known[String(name)]!;
  throw configError(`${field} "${name}" is not one of: ${Object.keys(known).join(", ")}`);
}

/**
 * Refuses values that change what is computed in a way that is not known here.
 *
 * @param only The values that are known, by field; a field that is missing or `null` is let through.
 * @throws {RangeError} If a field has another value.
 */
export function refuseOthers(json: ConfigJson, only: Readonly<Record<string, unknown>>): void {
  for (const [field, known] of Object.entries(only)) {
    const value = json[field] ?? null;
    if (value === null || value === known) continue;
    throw configError(
      `${field} is ${JSON.stringify(value)}, which is not supported: ${JSON.stringify(known)} is`,
    );
  }
}
