/** The space that many tokenizers put before a text, as SentencePiece does: how it is left out where a text goes on from another. */
import {
  type HubTokenizer,
  MetaspacePreTokenizer,
  type Normalizer,
  PrependNormalizer,
  type PreTokenizer,
  SequenceNormalizer,
  SequencePreTokenizer,
} from "./hub.ts";

/** A switch that the stages of a tokenizer look at. */
export interface LeadingSpace {
  /** Whether the next section of text gets no space in front; the stage that leaves it out turns the switch off. */
  skip: boolean;
  /** Whether a space stands before the very first section alone, and not after each special token. */
  onceOnly: boolean;
}

/** Turns the switch off, and says whether it was on. */
export function taken(space: LeadingSpace): boolean {
  const { skip } = space;
  space.skip = false;
  return skip;
}

/** Makes the stages that put a space before a text look at a switch. */
export function mendLeadingSpace(
  { normalizer, pre_tokenizer }: HubTokenizer,
  space: LeadingSpace,
): void {
  mendNormalizer(normalizer, space);
  mendMetaspace(pre_tokenizer, space);
}

/**
 * Whether the section with which `text` begins would get no space in front if it stood behind `after` in one text.
 *
 * @param added Texts of the tokens that cut a text into sections.
 */
export function continuesSection(
  text: string,
  { after, added, space }: {
    readonly after: string;
    readonly added: readonly string[];
    readonly space: LeadingSpace;
  },
): boolean {
  if (after === "" || added.some((token) => text.startsWith(token))) return false;
  return space.onceOnly || !added.some((token) => after.endsWith(token));
}

function mendNormalizer(stage: Normalizer | null, space: LeadingSpace): void {
  if (stage instanceof SequenceNormalizer) {
    stage.normalizers.forEach((each) => mendNormalizer(each, space));
  }
  if (!(stage instanceof PrependNormalizer)) return;
  const prepended = stage.normalize.bind(stage);
  stage.normalize = (text) => taken(space) ? text : prepended(text);
}

function mendMetaspace(stage: PreTokenizer | null, space: LeadingSpace): void {
  if (stage instanceof SequencePreTokenizer) {
    stage.tokenizers.forEach((each) => mendMetaspace(each, space));
  }
  if (!(stage instanceof MetaspacePreTokenizer)) return;
  space.onceOnly = stage.prepend_scheme === "first";
  const prefixed = stage.pre_tokenize_text.bind(stage);
  stage.pre_tokenize_text = (text, options) =>
    taken(space) ? [text.replaceAll(" ", stage.str_rep)] : prefixed(text, options);
}
