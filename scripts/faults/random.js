/** Park and Miller's generator: numbers in 0..1 that a seed repeats. */
export function randomOf(seed) {
  let state = (seed * 7919 + 1) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
