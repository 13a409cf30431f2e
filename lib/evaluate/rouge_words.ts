const WORD = /[a-z0-9]+/g;

/** The words of a text as ROUGE takes them: lower case, runs of a–z and 0–9; every other character separates. */
export function rougeWords(text: string): readonly string[] {
  return text.toLowerCase().match(WORD) ?? [];
}
