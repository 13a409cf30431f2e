/** Finished pieces of an experiment, as plain JSON by name. */
export interface KeptResults {
  /** A piece that is there already. */
  load(name: string): Promise<unknown>;
  /** Keeps a finished piece. */
  save(name: string, result: unknown): Promise<void>;
}

/** What was kept under a name, or what is made now and kept; what is `undefined` is not kept. */
export async function unlessKept<T>(
  kept: KeptResults | undefined,
  name: string,
  make: () => Promise<T>,
): Promise<T> {
  const known = await kept?.load(name);
  if (known !== undefined) return known as T;
  const made = await make();
  if (made !== undefined) await kept?.save(name, made);
  return made;
}
