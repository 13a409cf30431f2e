import type { LoraTargets } from "./config.ts";
import { pythonRegex } from "./python_regex.ts";

/**
 * Which paths are meant, as PEFT reads `target_modules` and `exclude_modules`: those that end in one of the names, or those
 * that an expression matches as a whole.
 *
 * @throws {RangeError} If it is an expression that Python and JavaScript do not share.
 */
export function pathMatcher(meant: LoraTargets): (path: string) => boolean {
  if (typeof meant !== "string") return (path) => meant.some((name) => endsIn(path, name));
  const whole = new RegExp(`^(?:${pythonRegex(meant)})$`, "u");
  return (path) => whole.test(path);
}

/** Whether `path` ends in the path `name`. */
export function endsIn(path: string, name: string): boolean {
  return path === name || path.endsWith(`.${name}`);
}
