/**
 * GPT-2's alphabet: a character for each byte, so that texts of bytes can be written down. Bytes that are seen stand for
 * themselves, the others for characters from U+0100 on: a space is Ġ, a line end Ċ.
 */
export const characterOfByte: readonly string[] = (() => {
  let unseen = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const seen = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(seen ? byte : 0x100 + unseen++);
  });
})();

/** Bytes in the order of their characters: the order of ids, as Hugging Face's trainer has it. */
export const bytesInOrder: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte).sort(
  (a, b) => characterOfByte[a]!.charCodeAt(0) - characterOfByte[b]!.charCodeAt(0),
);

const byteOfCharacter = new Map(characterOfByte.map((character, byte) => [character, byte]));

/** The bytes that a token stands for; undefined where it holds another character. */
export function bytesOf(token: string): Uint8Array | undefined {
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) {
    const byte = byteOfCharacter.get(token[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
