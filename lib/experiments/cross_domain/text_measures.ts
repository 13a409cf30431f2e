/** What a reward is made of: measures of a text that anyone can check. */

/** Share of words of at most four letters: plain writing has many. */
export function plainness(text: string): number {
  return shareOf(text, (word) => word.length <= 4);
}

/** Share of words in the first person singular. */
export function firstPerson(text: string): number {
  return shareOf(text, (word) => FIRST_PERSON.has(word));
}

const FIRST_PERSON: ReadonlySet<string> = new Set(["i", "me", "my", "mine", "myself"]);

function shareOf(text: string, isCounted: (word: string) => boolean): number {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.length === 0 ? 0 : words.filter(isCounted).length / words.length;
}
