/** How the text begins that Git LFS leaves in place of a large file that was not fetched. */
const START = new TextEncoder().encode("version https://git-lfs.github.com/");

/** Whether a file is such a text, by its first bytes. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  return START.every((byte, i) => bytes[i] === byte);
}
