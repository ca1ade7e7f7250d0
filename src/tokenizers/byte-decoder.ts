import { bytesOf } from "./byte-alphabet.js";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Decodes ids of tokens that stand for bytes: bytes between two special tokens are one text, and what is no UTF-8 is U+FFFD.
 * @param special how many of the first tokens are special
 */
export function byteDecoder(vocabulary: readonly string[], special: number): (ids: Int32Array) => string {
  const bytes = vocabulary.map((token, id) => (id < special ? undefined : bytesOf(token)!));
  return (ids) => {
    let text = "";
    let held: Uint8Array = new Uint8Array(1024);
    let length = 0;
    const settle = () => {
      if (length > 0) text += decoder.decode(held.subarray(0, length));
      length = 0;
    };
    for (const id of ids) {
      const more = bytes[id];
      if (more === undefined) {
        settle();
        text += vocabulary[id]!;
        continue;
      }
      if (length + more.length > held.length) {
        const larger = new Uint8Array((length + more.length) * 2);
        larger.set(held);
        held = larger;
      }
      held.set(more, length);
      length += more.length;
    }
    settle();
    return text;
  };
}
