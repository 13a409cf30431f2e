/** The one doorway to `yaml`, which reads JSON too, as that is a part of YAML. */
import { parseDocument } from "npm:yaml@2.9.1";

/**
 * The value of a text in YAML 1.2 or JSON.
 *
 * @throws {SyntaxError} With one line that says what is wrong and where: a key that stands twice, an unknown tag, …
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  const [problem] = [...document.errors, ...document.warnings];
  if (problem === undefined) return document.toJS();
  throw new SyntaxError(problem.message.split("\n")[0]!.replace(/:$/, ""));
}
