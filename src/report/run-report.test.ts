import { expect, test } from "vitest";
import { runReport } from "./run-report.js";

test("sections with text, table and picture, one blank line between blocks", () => {
  const report = runReport({
    title: "simclr on\nmnist",
    summary: "91.2 % with 10 labels a class.\n",
    sections: [
      {
        title: "Accuracy",
        text: "Five seeds.",
        table: { columns: ["probe", "accuracy"], rows: [["kNN", 91.2]] },
      },
      { title: "Map", picture: { path: "pictures/my map (1).png", caption: "PC 1 [x] * PC 2" } },
      { title: "Nothing yet" },
    ],
  });
  expect(report).toBe(`# simclr on mnist

91.2 % with 10 labels a class.

## Accuracy

Five seeds.

| probe | accuracy |
|-------|---------:|
| kNN   |     91.2 |

## Map

![PC 1 \\[x\\] * PC 2](pictures/my%20map%20%281%29.png)

*PC 1 [x] \\* PC 2*

## Nothing yet
`);
});

test("paths of Windows become links", () => {
  expect(
    runReport({ title: "r", sections: [{ title: "s", picture: { path: "pictures\\a.png", caption: "c" } }] }),
  ).toContain("(pictures/a.png)");
});
