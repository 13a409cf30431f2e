/** The user called a script in a way that it cannot follow. Its message is one line that says what to change. */
export class UsageError extends Error {
  /** Its name in stacks. */
  override readonly name = "UsageError";
  /** What the process exits with. */
  readonly exitCode = 2;
}

/** The user asked for the help of a script: no failure, but the end of the script. */
export class HelpRequest extends Error {
  /** Its name in stacks. */
  override readonly name = "HelpRequest";
  /** What the process exits with. */
  readonly exitCode = 0;
}
