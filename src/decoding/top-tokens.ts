/**
 * Ids of the k largest logarithms, largest first; of equals the lower id comes first. What cannot follow (-Infinity) is left
 * out, so there may be fewer.
 */
export function topTokens(logs: Float64Array, k: number): number[] {
  // Few of many: one pass with the best so far in order. Else they are sorted.
  return 8 * k < logs.length ? bestOf(logs, k) : sorted(logs).slice(0, k);
}

/** The likeliest token; of equals the lowest id. */
export function likeliest(logs: Float64Array): number {
  let best = 0;
  for (let id = 1; id < logs.length; id++) if (logs[id]! > logs[best]!) best = id;
  return best;
}

function sorted(logs: Float64Array): number[] {
  return Array.from(logs.keys())
    .filter((id) => logs[id]! > -Infinity)
    .sort((a, b) => logs[b]! - logs[a]! || a - b);
}

function bestOf(logs: Float64Array, k: number): number[] {
  const best: number[] = [];
  for (const [id, value] of logs.entries()) {
    if (value === -Infinity || (best.length === k && value <= logs[best[k - 1]!]!)) continue;
    let at = best.length === k ? k - 1 : best.length;
    while (at > 0 && logs[best[at - 1]!]! < value) at--;
    best.splice(at, 0, id);
    if (best.length > k) best.pop();
  }
  return best;
}
