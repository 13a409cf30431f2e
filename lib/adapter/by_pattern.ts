import { modulePath } from "./module_path.ts";
import { pythonRegex } from "./python_regex.ts";

/**
 * Values of single maps by PEFT's `rank_pattern` and `alpha_pattern`. A key is a regular expression for the end of a map's
 * path, from its start or from behind a dot; of several that match the first counts. That is `get_pattern_key` of
 * {@link https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py | PEFT 0.21.2}.
 *
 * @param pattern Values by key.
 * @param otherwise The value of maps that no key matches.
 * @throws {RangeError} If a key is no expression that Python and JavaScript share.
 */
export function byPattern(
  pattern: Readonly<Record<string, number>> = {},
  otherwise: number,
): (map: string) => number {
  const rules = Object.entries(pattern).map(([key, value]) => ({
    rule: new RegExp(`^(.*\\.)?(${pythonRegex(key)})$`, "u"),
    value,
  }));
  return (map) => rules.find(({ rule }) => rule.test(modulePath(map)))?.value ?? otherwise;
}
