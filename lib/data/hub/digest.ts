import { createHash } from "node:crypto";
import type { RemoteFile } from "./types.ts";

/**
 * What a file on this machine hashes to, as the hub would state it: sha256 of its bytes where the hub states one, else its
 * id in git, which is the sha1 of `blob SIZE\0` and its bytes.
 *
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export async function digestOf(path: string, { digest }: Pick<RemoteFile, "digest">) {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const hash = digest.length === 64
    ? createHash("sha256")
    : createHash("sha1").update(`blob ${size}\0`);
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
