/** How often each entry of a list stands there. */
export function counts(list: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const entry of list) found.set(entry, (found.get(entry) ?? 0) + 1);
  return found;
}
