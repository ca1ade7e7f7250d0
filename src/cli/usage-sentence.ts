/**
 * What the parser says about a command line, as the sentences that every other error has: what was expected, what came,
 * what to do next.
 * @param command the command that was asked for
 */
export function usageSentence(text: string, command: string | undefined): string {
  const [said = "", ...suggestions] = text.trim().split("\n");
  const hint = suggestions.join(" ").replace(/^\((.*)\)$/, " $1");
  const help = command === undefined ? "unlabel --help" : `unlabel ${command} --help`;
  return `${plain(said.replace(/^error: /, ""))}${hint} See ${help}.`;
}

/** The parser's messages, by what they start with. */
const rewordings: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [/^unknown option '(.*)'$/, "There is no option $1."],
  [/^option '(?:.*, )?(\S+) (<.*>)' argument missing$/, "$1 takes a value: $1 $2."],
  [/^option '(?:.*, )?(\S+) <.*>' argument '(.*)' is invalid\. (.*)$/s, '$1 got "$2". $3'],
  [/^command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)$/s, 'The argument $2 got "$1". $3'],
  [/^missing required argument '(.*)'$/, "Say which <$1> is meant."],
  [/^required option '(?:.*, )?(\S+) (<.*>)' not specified$/, "$1 $2 is needed."],
  [
    /^too many arguments for '(.*)'\. Expected (.*) but got (.*)\.$/,
    "unlabel $1 takes $2, but got $3; put quotes around names with spaces.",
  ],
];

function plain(said: string): string {
  for (const [pattern, sentence] of rewordings) {
    if (pattern.test(said))
      return said.replace(pattern, sentence).replace("Allowed choices are", "It takes one of");
  }
  const sentence = said.charAt(0).toUpperCase() + said.slice(1);
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
