/** What text can be written to: `Deno.stdout`, `Deno.stderr`, a file. */
export interface TextStream {
  /** Writes some of `bytes` and says how many. */
  writeSync(bytes: Uint8Array): number;
  /** Whether a person watches. */
  isTerminal(): boolean;
}

/** Writes all of `text`, as one call may write a part only. */
export function writeText(stream: TextStream, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
}
