/** What rows and their values are called in sentences. */
export interface RowWords {
  readonly one: string;
  readonly many: string;
  readonly value: string;
  readonly values: string;
}

export const pictureWords: RowWords = {
  ...{ one: "picture", many: "pictures" },
  ...{ value: "pixel", values: "pixels" },
};

/** Not "row" alone: matrices have rows too, and the claims are about them. */
export const tableWords: RowWords = {
  ...{ one: "table row", many: "table rows" },
  ...{ value: "value", values: "values" },
};

/** As a sentence begins. */
export function capitalised(word: string): string {
  return `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`;
}
