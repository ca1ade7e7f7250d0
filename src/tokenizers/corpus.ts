import { ConfigError } from "../errors.js";
import { lastWordEnd } from "./last-word-end.js";

/** Texts to learn from, as they come: nothing is kept of them but what is counted. */
export interface Corpus {
  readonly texts: Iterable<string> | AsyncIterable<string>;
  /**
   * Whether each item is a text by itself (`"texts"`, the default: lines, rows, documents) or goes on where the last ended
   * (`"pieces"`: a file as it is read). Where pieces are cut makes no difference.
   */
  readonly items?: "texts" | "pieces";
}

/** Code units of a piece at least: shorter ones are put together first. */
const leastPiece = 1 << 16;

/** Reads a corpus; pieces are cut anew where no word goes on. */
export async function readCorpus(corpus: Corpus, read: (text: string) => void): Promise<void> {
  const items = corpus.items ?? "texts";
  if (items !== "texts" && items !== "pieces")
    throw new ConfigError(
      `Items of a corpus are "texts" or "pieces", not ${JSON.stringify(items)}; give one of those (\`items\`).`,
    );
  const { texts } = corpus;
  if (typeof texts === "string")
    throw new ConfigError(
      "A vocabulary is learned from an iterable of texts, and this is one text; put it into an array (`texts`).",
    );
  const pieces = new Pieces(read);
  const take = items === "texts" ? read : (text: string) => pieces.add(text);
  // Awaiting each item of what is there already takes longer than counting a short line.
  if (Symbol.asyncIterator in texts) for await (const text of texts) take(text);
  else for (const text of texts) take(text);
  pieces.finish();
}

class Pieces {
  private held = "";
  /** What `held` must have before it is looked at: twice as much as last time, so that one endless word takes no longer. */
  private wanted = leastPiece;

  constructor(private readonly read: (text: string) => void) {}

  add(piece: string): void {
    this.held += piece;
    if (this.held.length < this.wanted) return;
    const cut = lastWordEnd(this.held);
    if (cut > 0) this.read(this.held.slice(0, cut));
    this.held = this.held.slice(cut);
    this.wanted = Math.max(leastPiece, this.held.length * 2);
  }

  finish(): void {
    if (this.held !== "") this.read(this.held);
    this.held = "";
  }
}
