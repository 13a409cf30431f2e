/** A binary heap in an array: the item that `before` puts first stands at index 0. */

/** Adds an item. */
export function push<T>(
  heap: T[],
  item: T,
  before: (a: T, b: T) => boolean,
): void {
  let hole = heap.push(item) - 1;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (!before(item, heap[parent]!)) break;
    heap[hole] = heap[parent]!;
    hole = parent;
  }
  heap[hole] = item;
}

/** Takes the first item off, or gives `undefined` where there is none. */
export function pop<T>(
  heap: T[],
  before: (a: T, b: T) => boolean,
): T | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let hole = 0;
  for (let child = 1; child < heap.length; child = 2 * hole + 1) {
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) {
      child++;
    }
    if (!before(heap[child]!, last)) break;
    heap[hole] = heap[child]!;
    hole = child;
  }
  heap[hole] = last;
  return first;
}
