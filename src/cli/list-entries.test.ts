import { describe, expect, it } from "vitest";
import { listable } from "./list-entries.js";

describe("what is listed", () => {
  it.each(Object.entries(listable))(
    "%s: everything has a name and a title, every option a text",
    (_, entries) => {
      const listed = entries();
      expect(listed.length).toBeGreaterThan(0);
      expect(new Set(listed.map(({ name }) => name)).size).toBe(listed.length);
      for (const { name, title, options } of listed) {
        expect(title, name).not.toBe("");
        for (const { option, takes, description } of options) {
          expect(takes, `${name}.${option}`).not.toBe("a value");
          expect(description, `${name}.${option}`).not.toBe("");
        }
      }
    },
  );

  it("methods: each has a family, a paper and its defaults", () => {
    const methods = listable.methods?.() ?? [];
    for (const { name, family, paper } of methods) {
      expect(family, name).toBeTruthy();
      expect(paper, name).toMatch(/^https:/);
    }
    const temperature = methods
      .find(({ name }) => name === "simclr")
      ?.options.find((o) => o.option === "temperature");
    expect(temperature).toMatchObject({ takes: "a number above 0", preset: 0.2 });
  });
});
