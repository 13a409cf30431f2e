import { resolve } from "node:path";

/**
 * Makes a folder whole or not at all: it is filled under another name beside its place and moved there when all is in it.
 *
 * @param path Where it is to be; absent or empty until now.
 * @param fill Fills the folder that it is given.
 */
export async function wholeFolder<T>(
  path: string,
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const place = resolve(path);
  const partial = `${place}.partial-${crypto.randomUUID().slice(0, 8)}`;
  try {
    await Deno.mkdir(partial, { recursive: true });
    const result = await fill(partial);
    await Deno.remove(place).catch(unlessAbsent); // not every system moves a folder over an empty one
    await Deno.rename(partial, place);
    return result;
  } catch (error) {
    await Deno.remove(partial, { recursive: true }).catch(() => {});
    throw error;
  }
}

function unlessAbsent(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
