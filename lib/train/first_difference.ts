/**
 * The first field in which two records differ, in words with both values; hashes, which tell nobody anything, by name alone.
 *
 * @returns `undefined` where no field differs.
 */
export function firstDifference(
  before: Readonly<Record<string, unknown>> = {},
  now: Readonly<Record<string, unknown>> = {},
): string | undefined {
  const names = new Set([...Object.keys(now), ...Object.keys(before)]);
  for (const name of names) {
    const [then, today] = [JSON.stringify(before[name]), JSON.stringify(now[name])];
    if (then === today) continue;
    if (isHash(before[name]) || isHash(now[name])) return `${name} differs`;
    return `${name} was ${then ?? "not set"} and is ${today ?? "not set"} now`;
  }
  return undefined;
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
