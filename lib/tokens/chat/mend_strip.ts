/** Puts one thing right in the library: `strip("…")`, which ignores what it is told to take off and takes white space. */

/** What the mended methods are called in a template; no template can spell such a name itself. */
const nameOf = (method: string) => `str.${method}`;

const METHODS: readonly string[] = ["strip", "lstrip", "rstrip"];

interface Node {
  type?: unknown;
  callee?: Node;
  args?: unknown[];
  object?: unknown;
  property?: Node;
  value?: unknown;
}

/** The globals that {@linkcode mendStrip} makes a template call. */
export const STRIP_GLOBALS: Readonly<Record<string, unknown>> = {
  [nameOf("strip")]: (text: string, taken?: string) => right(left(text, taken), taken),
  [nameOf("lstrip")]: left,
  [nameOf("rstrip")]: right,
};

/**
 * Makes `text.strip(taken)` of a parsed template a call of one of {@linkcode STRIP_GLOBALS}, in place: Qwen 3 tells a
 * newline from other white space that way.
 */
export function mendStrip(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  const call = node as Node;
  const method = call.callee?.property?.value;
  if (call.type === "CallExpression" && call.args?.length && METHODS.includes(String(method))) {
    call.args = [call.callee!.object, ...call.args];
    call.callee = { type: "Identifier", value: nameOf(String(method)) };
  }
  Object.values(node).forEach(mendStrip);
}

function left(text: string, taken?: string | null): string {
  if (typeof taken !== "string") return text.trimStart();
  const kept = [...text].findIndex((letter) => !taken.includes(letter));
  return kept < 0 ? "" : [...text].slice(kept).join("");
}

function right(text: string, taken?: string | null): string {
  if (typeof taken !== "string") return text.trimEnd();
  const kept = [...text].findLastIndex((letter) => !taken.includes(letter));
  return [...text].slice(0, kept + 1).join("");
}
