import type { ParseOptions } from "./_parse_options.ts";

/**
 * Joins `--lr -1` to `--lr=-1`, as `@std/cli` would take `-1` for an option of its own.
 *
 * Only string options are joined, and only to a value with one dash that is no declared alias: `--out --steps 5` and
 * `--out -h` stay as they are.
 *
 * @param args what the user typed
 * @param options those given to `parseArgs`
 * @returns new arguments
 */
export function bindDashValues(
  args: readonly string[],
  { string = [], alias = {} }: ParseOptions,
): string[] {
  const names = new Set(
    string.flatMap((name) => [name, ...[alias[name] ?? []].flat()].map((each) => `--${each}`)),
  );
  const aliases = new Set(
    Object.entries(alias).flat(2).map((name) => `-${name}`),
  );
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const bound: string[] = [];
  for (let at = 0; at < end; at++) {
    const [arg, next] = [args[at]!, at + 1 < end ? args[at + 1]! : ""];
    const joins = names.has(arg) && /^-(?!-)/.test(next) && !aliases.has(next);
    bound.push(joins ? `${arg}=${args[++at]}` : arg);
  }
  return [...bound, ...args.slice(end)];
}
