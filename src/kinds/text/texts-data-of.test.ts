import { expect, it } from "vitest";
import { ConfigError } from "../../errors.js";
import { textsDataOf } from "../index.js";

it("is for texts alone, and says what needs them", () => {
  const data = { kind: "text", longest: 8 };
  expect(textsDataOf(data, "Writing texts")).toBe(data);
  const pictures = () => textsDataOf({ kind: "pictures" }, "Writing texts");
  expect(pictures).toThrow(ConfigError);
  expect(pictures).toThrow("Writing texts needs a run of texts, and this one is of pictures.");
});
