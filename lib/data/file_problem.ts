/** One clear line for whatever a file system or an archive answers. */

/** The reason for each kind of failure, and what to do about it. */
const REASONS: readonly [new (...args: never[]) => Error, string][] = [
  [Deno.errors.NotFound, "no such file exists: check the path"],
  [Deno.errors.NotADirectory, "no such file exists: check the path"],
  [Deno.errors.IsADirectory, "it is a folder: name a file in it"],
  [
    Deno.errors.PermissionDenied,
    "reading it is not permitted: check its access rights",
  ],
  [
    Deno.errors.NotCapable,
    "Deno may not read it: run with --allow-read",
  ],
];

/**
 * The error to throw when `path` cannot be read.
 *
 * @param path The path, as the caller gave it.
 * @param error What the file system or zlib threw.
 * @returns A `SyntaxError` if the content is broken gzip, else a `RangeError`; the original stands in `cause`.
 */
export function fileProblem(path: string, error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  if (isGzipError(error)) {
    return new SyntaxError(
      `Cannot read ${path} as it is not sound gzip (${why}): download or compress it again`,
      { cause: error },
    );
  }
  const known = REASONS.find(([kind]) => error instanceof kind);
  return new RangeError(`Cannot read ${path} as ${known?.[1] ?? why}`, {
    cause: error,
  });
}

function isGzipError(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    String(error.code).startsWith("Z_");
}
