/** Regular expressions of Python, as PEFT's configs carry them. */

/** An escaped character, or syntax that only one of the two languages knows and the other takes for something else. */
const PIECES = /\\u\{|\\.|\(\?P|\(\?<(?![=!])|\[\^?\]/gsu;
/** Of those the ones that are refused; escapes such as `\A` are JavaScript's own errors. */
const UNSHARED = /^(?:\\u\{|\\[1-9pPkc]|\(|\[)/;

/**
 * A Python regular expression in JavaScript's syntax, for the flag `u`. What it matches is the same on paths of modules,
 * which are ASCII.
 *
 * Not known to JavaScript, or not for sure the same, and refused: `\A` and `\Z`, flags for the whole (`(?i)`), named groups
 * (`(?P<n>…)`), references to groups (`\1`), atomic groups and possessive quantifiers (`(?>…)`, `a++`), conditions, comments
 * (`(?#…)`), `{,n}`, and a `{`, `}` or `]` that is not escaped. Refused, too, is what Python does not know, so that PEFT
 * can read what was written here: `(?<n>…)`, `\p{…}`, `[]`.
 *
 * @returns Source of a `RegExp`.
 * @throws {RangeError} If the two languages do not share its syntax.
 *
 * @example
 * ```ts
 * import { pythonRegex } from "@fastslow/fastslow/adapter";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(pythonRegex(String.raw`.*\.c_(attn|fc)`), String.raw`.*\.c_(attn|fc)`);
 * throws(() => pythonRegex(String.raw`.*attn\Z`), RangeError);
 * ```
 */
export function pythonRegex(pattern: string): string {
  const problem = regexProblem(pattern);
  if (problem === undefined) return translated(pattern);
  throw new RangeError(`Cannot match by ${JSON.stringify(pattern)} as ${problem}`);
}

/** What stands in the way of {@linkcode pythonRegex}, with what to do, or undefined. */
export function regexProblem(pattern: string): string | undefined {
  const cure = "write it in the syntax that both languages share, or list names";
  const [piece] = (pattern.match(PIECES) ?? []).filter((piece) => UNSHARED.test(piece));
  if (piece !== undefined) {
    return `"${piece}" does not mean the same in Python and JavaScript: ${cure}`;
  }
  try {
    new RegExp(translated(pattern), "u");
    return undefined;
  } catch (error) {
    const why = (error as Error).message.split(": ").at(-1)!.toLowerCase();
    return `JavaScript cannot compile it (${why}): ${cure}`;
  }
}

/** Python lets any punctuation be escaped, JavaScript only its own. */
function translated(pattern: string): string {
  return pattern.replace(
    /\\(.)/gsu,
    (pair, character: string) =>
      /[A-Za-z0-9^$\\.*+?()[\]{}|/]/.test(character)
        ? pair
        : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
