/** A text that grows by a token at a time, as pieces that a person can read. */
export interface GrowingText {
  /** What can be read more for a token: nothing while it is part of a character, or may be the beginning of a stop text. */
  push(token: number): string;
  /** The rest, once no token comes any more. */
  end(): string;
  /** All of it, without the prompt and without a stop text and what comes after. */
  text(): string;
}

/** What follows a prompt. @param stop texts that end it */
export function growingText(
  spell: (tokens: readonly number[]) => string,
  prompt: readonly number[],
  stop: readonly string[],
): GrowingText {
  const before = spell(prompt);
  const tokens: number[] = [];
  let shown = "";
  const whole = () => {
    const all = spell([...prompt, ...tokens]);
    const own = all.startsWith(before) ? all.slice(before.length) : spell(tokens);
    const ends = stop.map((one) => own.indexOf(one)).filter((at) => at >= 0);
    return ends.length === 0 ? own : own.slice(0, Math.min(...ends));
  };
  const more = (text: string) => {
    // What was shown stays; a tokenizer that joins otherwise now is waited for.
    if (!text.startsWith(shown)) return "";
    const piece = text.slice(shown.length);
    shown = text;
    return piece;
  };
  return {
    push(token) {
      tokens.push(token);
      const text = whole();
      return more(text.slice(0, text.length - heldBack(text, stop)));
    },
    end: () => more(whole()),
    text: whole,
  };
}

/** How much of the end is not to be shown yet. */
function heldBack(text: string, stop: readonly string[]): number {
  const part = /\uFFFD+$/.exec(text)?.[0].length ?? 0;
  const begun = stop.map((one) => {
    for (let length = Math.min(one.length - 1, text.length); length > 0; length--)
      if (text.endsWith(one.slice(0, length))) return length;
    return 0;
  });
  return Math.max(part, ...begun);
}
