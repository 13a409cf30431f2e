import { Environment, Interpreter, parse, tokenize } from "./jinja.ts";
import { mendStrip, STRIP_GLOBALS } from "./mend_strip.ts";

/**
 * Compiles a Jinja template with the settings of transformers: blocks take the white space before them and the newline
 * after them.
 *
 * @param template The template.
 * @param globals What the template may use beside its variables.
 * @returns A function from variables to text.
 * @throws {SyntaxError} If the template is no valid Jinja.
 */
export function compileTemplate(
  template: string,
  globals: Readonly<Record<string, unknown>>,
): (variables: Readonly<Record<string, unknown>>) => string {
  const program = parsed(template);
  const outer = environment({ ...CONSTANTS, ...STRIP_GLOBALS, range, ...globals });
  return (variables) => {
    const text = new Interpreter(environment(variables, outer)).run(program);
    return String(text.value);
  };
}

/** What Jinja knows in any template. */
const CONSTANTS = { true: true, false: false, none: null, True: true, False: false, None: null };

/** `{% generation %}` marks the assistant's words for transformers and has no meaning for the text itself. */
function parsed(template: string): ReturnType<typeof parse> {
  const plain = template
    .replace(/\{%([-+]?)\s*generation\s*([-+]?)%\}/g, "{%$1 if true $2%}")
    .replace(/\{%([-+]?)\s*endgeneration\s*([-+]?)%\}/g, "{%$1 endif $2%}");
  try {
    const program = parse(tokenize(plain, { lstrip_blocks: true, trim_blocks: true }));
    mendStrip(program);
    return program;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`Cannot use the chat template as it is no valid Jinja: ${why}`, {
      cause,
    });
  }
}

function environment(
  variables: Readonly<Record<string, unknown>>,
  outer?: Environment,
): Environment {
  const made = new Environment(outer);
  for (const [name, value] of Object.entries(variables)) made.set(name, value);
  return made;
}

/** Python's `range`. */
function range(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const count = Math.max(0, Math.ceil((to - from) / step));
  return Array.from({ length: count }, (_, i) => from + i * step);
}
