/** What is looked at in a column of a record batch, in flechette's terms. */
export interface ColumnBatch {
  /** Values of the column. */
  readonly length: number;
  /** Numbers, bits or bytes; a column of lists or objects has none. */
  readonly values?: ArrayLike<unknown>;
  /** Where each list begins and, if there are no sizes, the one before ends. */
  readonly offsets?: ArrayLike<number | bigint>;
  /** How long each list is. */
  readonly sizes?: ArrayLike<number | bigint>;
  /** Columns within this one. */
  readonly children?: readonly ColumnBatch[];
  /** How long all lists are, if they are alike. */
  readonly stride?: number;
}

/** A column without any data of its own holds nulls; more of them than this are a mistake. */
const MOST_NULLS = 2 ** 27;

/**
 * Asserts that a column stays within its data. The decoder trusts the lengths that a file names, and would take years over
 * a list of 2⁴⁰ values that are not there.
 *
 * @throws {RangeError} If it does not.
 */
export function requireSound(batch: ColumnBatch): void {
  const { length, values, offsets, sizes, children, stride } = batch;
  const room = roomOf(batch);
  if (!(length >= 0 && length <= room)) {
    throw new RangeError(`a column of ${length} values has data for ${room}`);
  }
  for (const child of children ?? []) requireSound(child);
  const [child] = children ?? [];
  if (!child || values) return;
  if (offsets) return requireLists(length, child.length, offsets, sizes);
  const needed = length * (stride ?? 1);
  if (children!.some((each) => each.length < needed)) {
    throw new RangeError(`a column has fewer values than the ${needed} that hold it`);
  }
}

/** How many values the data can hold; bits are eight a byte. */
function roomOf({ values, offsets, sizes, children }: ColumnBatch): number {
  if (offsets) return sizes ? Math.min(offsets.length, sizes.length) : offsets.length - 1;
  if (values) return 8 * values.length;
  return children?.length ? Infinity : MOST_NULLS;
}

function requireLists(
  length: number,
  room: number,
  offsets: ArrayLike<number | bigint>,
  sizes?: ArrayLike<number | bigint>,
): void {
  for (let i = 0; i < length; i++) {
    const start = Number(offsets[i]);
    const end = sizes ? start + Number(sizes[i]) : Number(offsets[i + 1]);
    if (start >= 0 && start <= end && end <= room) continue;
    throw new RangeError(`a list reaches from ${start} to ${end} of ${room} values`);
  }
}
