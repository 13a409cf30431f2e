/**
 * Refuses a folder that holds anything, so that nothing is overwritten by accident.
 *
 * @throws {RangeError} If it does, or is no folder.
 */
export async function requireEmpty(path: string): Promise<void> {
  const names = await Array.fromAsync(Deno.readDir(path), ({ name }) => name).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return [];
    throw new RangeError(`Cannot write to ${path}: ${error.message}`);
  });
  if (names.length === 0) return;
  throw new RangeError(
    `Cannot write to ${path} as it is not empty: choose another --out, or remove what it holds`,
  );
}
