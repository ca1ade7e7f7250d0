import type { TextSource } from "../../texts/index.js";
import type { Shown } from "../kind.js";

/** Characters of a line that is shown. */
const longest = 160;

/** Each text in a line, cut where it is long. */
export async function showTexts(
  source: Pick<TextSource, "text">,
  indices: ArrayLike<number>,
): Promise<readonly Shown[]> {
  return Promise.all(
    Array.from(indices, async (index) => {
      const line = (await source.text(index)).replace(/\s+/g, " ").trim();
      const characters = [...line];
      return { line: characters.length <= longest ? line : `${characters.slice(0, longest - 1).join("")}…` };
    }),
  );
}
