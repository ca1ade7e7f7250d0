import { contactSheet, type Picture } from "../report/index.js";

/** New pictures in rows, at least as large as they are (PNG). */
export function sampleSheet(drawn: readonly Picture[], columns: number): Promise<Uint8Array> {
  const rows = Array.from({ length: Math.ceil(drawn.length / columns) }, (_, i) =>
    drawn.slice(i * columns, (i + 1) * columns).map((picture) => ({ picture })),
  );
  const [{ width, height } = { width: 0, height: 0 }] = drawn;
  return contactSheet({ rows, cellSize: Math.max(56, width, height), gutter: 4 });
}
