import pico from "picocolors";

/**
 * Colours are set off by characters that no text holds, and made commands to the terminal when all else in a message
 * that a terminal would obey is spelled: so a file name cannot bring its own.
 */
const marks = {
  bold: ["\u{fdd0}", "\u{fdd1}"],
  dim: ["\u{fdd2}", "\u{fdd3}"],
  red: ["\u{fdd4}", "\u{fdd5}"],
  yellow: ["\u{fdd6}", "\u{fdd7}"],
  green: ["\u{fdd8}", "\u{fdd9}"],
} as const;

type Colour = keyof typeof marks;

const colours = Object.keys(marks) as readonly Colour[];

/** `colors.bold(text)` and so on, for texts that go through `styled` last. */
export const colors = Object.fromEntries(
  colours.map((colour) => [colour, (text: string) => marks[colour].join(text)]),
) as Readonly<Record<Colour, (text: string) => string>>;

/** A text with the colours that its marks ask for, where the terminal shows any. */
export function styled(text: string): string {
  return colours.reduce((shown, colour) => {
    const [begin, end] = pico[colour]("\n").split("\n") as [string, string?];
    const [from, to] = marks[colour];
    return shown.replaceAll(from, begin).replaceAll(to, end ?? "");
  }, text);
}
