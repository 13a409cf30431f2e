/**
 * The error to throw when a table cannot be decoded.
 *
 * @param path The file.
 * @param error What the decoder threw.
 * @param options What is read, in the plural; the format; the rows `[from, to)` that were being decoded, if known.
 * @returns A `SyntaxError` that names the file and, where they are known, the rows; the original stands in `cause`.
 */
export function tableProblem(
  path: string,
  error: unknown,
  { what, kind, from, to }: {
    readonly what: string;
    readonly kind: string;
    readonly from?: number;
    readonly to?: number;
  },
): Error {
  const why = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
  const rows = from === undefined
    ? ""
    : to === undefined
    ? `row ${from + 1} and on of `
    : `rows ${from + 1} to ${to} of `;
  return new SyntaxError(
    `Cannot read ${what} as ${rows}${path} is no sound ${kind} (${why}): write or download it again`,
    { cause: error },
  );
}
