/** What stands on the hub, and how it is fetched. */

/** A repository on the hub, at a revision. */
export interface HubPlace {
  /** What it holds. */
  readonly kind: "model" | "dataset";
  /** Its id, such as `org/name`. */
  readonly name: string;
  /** Branch, tag or commit. */
  readonly revision: string;
}

/** A file on the hub. */
export interface RemoteFile {
  /** Its path in the repository. */
  readonly path: string;
  /** Its bytes. */
  readonly size: number;
  /** What it hashes to, in hex: sha256 of a large file (64 digits), else its id in git (40 digits). */
  readonly digest: string;
}

/** Where the hub is, what is kept of it, and who asks. */
export interface HubSettings {
  /** Address of the hub, without a slash at its end. */
  readonly endpoint: string;
  /** Folder of the cache, laid out as Hugging Face's own libraries do. */
  readonly cache: string;
  /** Access token; left out where there is none. */
  readonly token?: string;
  /** Whether nothing may be asked of the hub. */
  readonly offline: boolean;
}

/** Options of every function that fetches from the hub. */
export interface HubOptions {
  /** Where the hub is and what is kept of it. @default {hubSettings()} */
  readonly settings?: HubSettings;
  /** Told the bytes that are there and those that there will be, of all files together. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told, in one line, what the caller should know, such as that the cache stands in for the hub. */
  readonly say?: (line: string) => void;
  /** Milliseconds before each try to go on with a download that broke off. @default {[500, 1000, 2000, 4000]} */
  readonly patience?: readonly number[];
}

/** What was fetched: where it is on this machine, and exactly what it is. */
export interface Fetched {
  /** The folder or file on this machine. */
  readonly path: string;
  /** Id of the repository. */
  readonly id: string;
  /** The commit that the revision stood for. */
  readonly commit: string;
}

/** Which files of a repository are fetched. */
export interface FileChoice {
  /**
   * The files to fetch, out of those there are.
   *
   * @throws {RangeError} If what is needed is not among them.
   */
  readonly choose: (paths: readonly string[]) => readonly string[];
  /** Whether the files that are here are all that `choose` would take, given those known not to exist. */
  readonly isWhole: (here: readonly string[], absent: readonly string[]) => boolean;
  /** Files that may be missing, which is remembered. */
  readonly optional: readonly string[];
}
