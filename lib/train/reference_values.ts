/** Where per-token values of the reference are kept. */

/** A store of numbers, one for each completion token of a text: log-probabilities under `textName`, entropies under `entropyName`. */
export interface ReferenceValues {
  /** Whether a text is known. */
  has(text: string): boolean;
  /** The values of known texts, in nats or, of entropies, in units of log |V|, `[tokens]` each. */
  read(texts: readonly string[]): Promise<Float32Array[]>;
  /** Keeps the values of texts that are not known yet. */
  add(values: ReadonlyMap<string, Float32Array>): Promise<void>;
  /** Writes down what is only in memory, where the store keeps values back. */
  flush?(): Promise<void>;
  /** Ends the use of the store. */
  close(): void;
}

/** Values in memory alone. */
export interface ValuesInMemory extends ReferenceValues {
  /** Forgets all values: those of texts that do not come again would pile up. */
  clear(): void;
}

/** A store that lives as long as the process. */
export function valuesInMemory(): ValuesInMemory {
  const known = new Map<string, Float32Array>();
  return {
    has: (text) => known.has(text),
    read: (texts) => Promise.resolve(texts.map((text) => known.get(text)!)),
    add(values) {
      values.forEach((value, text) => known.set(text, value));
      return Promise.resolve();
    },
    clear: () => known.clear(),
    close: () => known.clear(),
  };
}
