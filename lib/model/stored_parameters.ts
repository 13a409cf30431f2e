/** A model's parameters as files have them. */
import { type Tensor, tf } from "../base/mod.ts";
import { architecture } from "./architectures/mod.ts";
import type { ModelConfig } from "./config.ts";
import type { HostTensor } from "./safetensors.ts";
import { linearMaps, modulePath, parameterShapes } from "./shapes.ts";

/** A parameter as it is here, and how files have it. */
export interface Parameter {
  /** Its name here. */
  readonly name: string;
  /** What files may call it, beginning with the name in a model with a head. */
  readonly names: readonly [full: string, ...others: string[]];
  /** What a file may hold of it once more: the head of a model whose head is tied. */
  readonly copy?: string;
  /** Its shape here. */
  readonly shape: readonly number[];
  /** Whether files have it the other way round. */
  readonly isTransposed: boolean;
}

/** The parameters in the order of the forward pass. */
export function parametersOf(config: ModelConfig): Parameter[] {
  const maps = linearMaps(config);
  const { transposed, names: { tokens, head } } = architecture(config);
  return Object.entries(parameterShapes(config)).map(([name, shape]) => {
    const isTransposed = transposed && name.endsWith(".weight") &&
      name.replace(/\.weight$/, "") in maps;
    const names = namesInFiles(name);
    if (!(config.tied && name === `${tokens}.weight`)) return { name, names, shape, isTransposed };
    const copy = `${head}.weight`;
    return { name, names: [...names, copy], copy, shape, isTransposed };
  });
}

/** The names that files may give a parameter: the one of a model with a head, and the one of a model without. */
function namesInFiles(name: string): Parameter["names"] {
  const full = modulePath(name);
  if (full !== name) return [full, name];
  return /^(model|gpt_neox)\./.test(name) ? [name, name.replace(/^\w+\./, "")] : [name];
}

/**
 * Refuses a tied head that is not what it is tied to: transformers 5 runs such a model as if it were not tied, transformers 4
 * as its config says.
 *
 * @throws {RangeError} If both are there and differ.
 */
export function requireSame(
  { names: [full], copy }: Parameter,
  [own, again]: readonly [HostTensor | undefined, HostTensor | undefined],
  source: string,
): void {
  if (!own || !again || own === again) return;
  const { data } = again;
  if (own.data.length === data.length && own.data.every((x, i) => Object.is(x, data[i]))) return;
  throw new RangeError(
    `Cannot read ${source} as "${full}" and "${copy}" differ where tie_word_embeddings makes them one: set it to false in config.json`,
  );
}

/**
 * A parameter, from what a file has of it.
 *
 * @param source Name of the file, for errors.
 * @returns A tensor that the caller owns.
 * @throws {RangeError} If the file has none, or one of another shape.
 */
export function toTensor(
  { names: [full], shape, isTransposed }: Parameter,
  stored: HostTensor | undefined,
  source: string,
): Tensor {
  if (!stored) throw new RangeError(`Cannot read ${source} as it has no tensor "${full}"`);
  const expected = isTransposed ? [...shape].reverse() : [...shape];
  if (stored.shape.join() !== expected.join()) {
    throw new RangeError(
      `Cannot read ${source} as tensor "${full}" has shape [${stored.shape}] where the config asks for [${expected}]`,
    );
  }
  const read = () => tf.tensor(stored.data as Float32Array, expected, "float32");
  return isTransposed ? tf.tidy(() => tf.transpose(read())) : read();
}
