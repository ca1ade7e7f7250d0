import { lastWordEnd } from "../tokenizers/index.js";

/** A text, or a part of a long one. */
export interface TextPiece {
  readonly text: string;
  /** Whether the text ends with it; else the next piece goes on. */
  readonly ends: boolean;
  /** Where the text begins: its line from 1, or its row in a Parquet file. */
  readonly line: number;
  /** Name of its class; null where it has none, or where a file's texts share one. */
  readonly label: string | null;
}

/** Characters that are held of a text, at most, before they are given away. */
export const longestPiece = 1 << 18;

/** Puts texts together and gives long ones away in pieces, cut where words end, so that no text is ever held whole. */
export class TextPieces {
  private held = "";
  private begun = false;
  private line = 1;
  private label: string | null = null;
  private pieces: TextPiece[] = [];
  /** Texts of white space alone, which are left out. */
  empty = 0;
  /** Words that are longer than a piece and had to be cut. */
  cutWords = 0;

  constructor(private readonly longest = longestPiece) {}

  begin(line: number, label: string | null = null): void {
    this.line = line;
    this.label = label;
  }

  add(text: string): void {
    this.held += text;
    while (this.held.length > this.longest) {
      const end = lastWordEnd(this.held.slice(0, this.longest));
      if (end === 0) this.cutWords++;
      this.give(end === 0 ? wholeCharacters(this.held, this.longest) : end, false);
    }
  }

  /** @param countsEmpty whether a text of white space is one that was left out */
  end(countsEmpty = true): void {
    if (this.begun || this.held.trim() !== "") this.give(this.held.length, true);
    else if (countsEmpty) this.empty++;
    this.held = "";
    this.begun = false;
  }

  /** What was given away since the last time. */
  take(): readonly TextPiece[] {
    const taken = this.pieces;
    this.pieces = [];
    return taken;
  }

  private give(end: number, ends: boolean): void {
    const { line, label } = this;
    this.pieces.push({ text: this.held.slice(0, end), ends, line, label });
    this.held = this.held.slice(end);
    this.begun = true;
  }
}

/** At most so many code units that do not end within a character. */
function wholeCharacters(text: string, most: number): number {
  const last = text.charCodeAt(most - 1);
  return last >= 0xd800 && last < 0xdc00 ? most - 1 : most;
}
