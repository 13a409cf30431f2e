import type { Tensors } from "../base/mod.ts";
import type { Step } from "../engine/mod.ts";

/**
 * A step over several parts of its rows that know nothing of each other, all in one graph: while the threads of one part wait
 * for the last of them, those of another compute.
 *
 * @param step Gives tensors for one part's tensors and for those that all parts share.
 * @returns Takes and gives a part's tensors under `PART/NAME`, with parts counted from 0; other names are shared.
 */
export function inParts(step: Step): Step {
  return (state, batch) => {
    const shared: Tensors = {};
    const parts: Record<string, Tensors> = {};
    for (const [name, tensor] of Object.entries(batch)) {
      const [, part, own] = name.match(/^(\d+)\/(.+)$/) ?? [];
      if (part === undefined) shared[name] = tensor;
      else (parts[part] ??= {})[own!] = tensor;
    }
    const given = Object.entries(parts).map(([part, own]) =>
      ofPart(part, step(state, { ...shared, ...own })[1])
    );
    return [state, Object.assign({}, ...given)];
  };
}

/** A part's tensors under the names that they have among those of all parts. */
export function ofPart(part: number | string, tensors: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [`${part}/${name}`, tensor]),
  );
}
