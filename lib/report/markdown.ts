/** Markdown that cannot be broken by what it says, and that stays readable as it is. */

/** Text as itself within a line of GitHub-flavoured Markdown: nothing in it is markup, line breaks are spaces. */
export function markdownText(text: string): string {
  return text
    .replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*|~$]/g, "\\$&")
    // Within a word an underscore is no emphasis: margin_F stays as it is.
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    // Brackets are links only before these; intervals stay as they are.
    .replace(/\](?=[(:[])/g, "\\]");
}

/** {@linkcode markdownText} that begins a line: it begins no heading, list, quotation or rule either. */
export function markdownLine(text: string): string {
  return markdownText(text.trim())
    .replace(/^[#+=-]/, "\\$&")
    .replace(/^(\d+)(?=[.)])/, "$1\\");
}

/** Text as itself, line breaks included: a code block whose fence is longer than any within. */
export function markdownBlock(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text.replace(/\r\n?/g, "\n")}\n${fence}`;
}
