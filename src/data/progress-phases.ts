import type { ImageSettings } from "./image-options.js";

/** The same settings for each of several passes over the pictures, which tell one progress together. */
export function inPhases(settings: ImageSettings, length: number, count: number): ImageSettings[] {
  const { onProgress } = settings;
  if (onProgress === null || count === 1) return Array.from({ length: count }, () => settings);
  let skippedBefore = 0;
  return Array.from({ length: count }, (_, phase) => ({
    ...settings,
    onProgress: ({ done, skipped }) => {
      skippedBefore = Math.max(skippedBefore, skipped);
      onProgress({ done: phase * length + done, total: count * length, skipped: skippedBefore });
    },
  }));
}
