/**
 * Maps items with up to `ahead` of them under way at once, and gives the results in the order of
 * the items. Nothing starts before the first result is asked for; leaving early waits for what is
 * under way, so that files can be closed safely afterwards.
 */
export async function* orderedMap<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  ahead: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const underway: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = map(item);
      // The error is met when the result's turn comes; until then it is not unhandled.
      result.catch(() => {});
      underway.push(result);
      if (underway.length >= ahead) yield await underway.shift()!;
    }
    while (underway.length > 0) yield await underway.shift()!;
  } finally {
    await Promise.allSettled(underway);
  }
}
