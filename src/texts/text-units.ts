import type { Per } from "./text-options.js";
import type { TextPieces } from "./text-pieces.js";

const mostIndent = 1 << 16;

/**
 * Cuts the pieces of a text file into lines, paragraphs or nothing. Line ends of all kinds are one, `\n`; lines without
 * anything but white space end paragraphs, and are no texts.
 */
export class TextUnits {
  private line = 1;
  /** Whether the last piece ended with a carriage return, whose line feed is yet to come. */
  private afterReturn = false;
  /** What of the line that has begun was seen, where it decides whether it is empty. */
  private started = "";
  private inParagraph = false;
  /** Whether the line has given something to the paragraph. */
  private isGoingOn = false;

  constructor(
    private readonly per: Per,
    private readonly into: TextPieces,
  ) {
    into.begin(1);
  }

  push(piece: string): void {
    let text = this.afterReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    if (piece !== "") this.afterReturn = piece.endsWith("\r");
    if (text.includes("\r")) text = text.replace(/\r\n?/g, "\n");
    if (this.per === "file") this.into.add(text);
    else this.lines(text);
  }

  finish(): void {
    if (this.per === "file") this.into.end();
    else if (this.per === "line") this.into.end(this.started !== "");
    else {
      this.lines("\n");
      this.endParagraph();
    }
  }

  private lines(text: string): void {
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      this.part(text.slice(from, end));
      this.endLine();
      from = end + 1;
    }
    this.part(from === 0 ? text : text.slice(from));
  }

  /** More of the line. */
  private part(text: string): void {
    if (text === "") return;
    if (this.per === "line") {
      this.into.add(text);
      this.started = text;
      return;
    }
    if (this.isGoingOn) {
      this.into.add(text);
      return;
    }
    this.started += text;
    if (this.started.trim() === "") {
      // More white space in front of a line tells nothing.
      this.started = this.started.slice(0, mostIndent);
      return;
    }
    if (!this.inParagraph) this.into.begin(this.line);
    this.into.add(this.inParagraph ? `\n${this.started}` : this.started);
    this.inParagraph = true;
    this.isGoingOn = true;
  }

  private endLine(): void {
    if (this.per === "line") {
      this.into.end();
      this.into.begin(++this.line);
      this.started = "";
      return;
    }
    if (!this.isGoingOn) this.endParagraph();
    this.isGoingOn = false;
    this.started = "";
    this.line++;
  }

  private endParagraph(): void {
    if (this.inParagraph) this.into.end();
    this.inParagraph = false;
  }
}
