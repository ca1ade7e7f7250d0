import { expect, it } from "vitest";
import { byteTokenizer } from "../tokenizers/index.js";
import { growingText } from "./growing-text.js";
import { spelledText } from "./spelled-text.js";

const tokenizer = byteTokenizer({});
const spell = (ids: readonly number[]) => spelledText(tokenizer, ids, undefined);
const pieces = (text: string, stop: readonly string[] = [], prompt = "") => {
  const growing = growingText(spell, [...tokenizer.encode(prompt)], stop);
  const shown = [...tokenizer.encode(text)].map((id) => growing.push(id));
  return { shown, end: growing.end(), text: growing.text() };
};

it("shows whole characters only, once all their bytes are there", () => {
  const { shown, end, text } = pieces("aé€b", [], "x");
  expect(shown).toEqual(["a", "", "é", "", "", "€", "b"]);
  expect([end, text]).toEqual(["", "aé€b"]);
});

it("holds back what may become a stop text, and shows it when it does not", () => {
  const { shown, end, text } = pieces("no end, nor en", ["end."]);
  expect(shown.join("")).toBe("no end, nor ");
  expect([end, text]).toEqual(["en", "no end, nor en"]);
  const stopped = pieces("the end. More", ["end."]);
  expect(stopped.shown.join("") + stopped.end).toBe("the ");
  expect(stopped.text).toBe("the ");
});

it("puts a line break where a text ends", () => {
  const end = tokenizer.encode("!")[0]!;
  expect(spelledText(tokenizer, [...tokenizer.encode("one!two!")], end)).toBe("one\ntwo\n");
});
