import type { Table } from "../report/index.js";
import type { CrossRetrieval, RetrievalRow } from "./cross-retrieval.js";

const arms = { trained: "trained", untrained: "untrained" } as const;

/** Recall and median rank a row, each direction beside the other; the last rows are what picking at random gives. */
export function retrievalTable({ rows }: Pick<CrossRetrieval, "rows">): Table {
  const ks = rows[0]?.recalls.map(({ k }) => k) ?? [];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const scores = (row: RetrievalRow) => [
    ...row.recalls.map(({ recall }) => percent(recall)),
    row.medianRank.toFixed(Number.isInteger(row.medianRank) ? 0 : 1),
  ];
  const chance = rows.filter(({ arm }) => arm === "plain");
  return {
    columns: ["", "queries from", "among", ...ks.map((k) => `recall@${k}`), "median rank"],
    rows: [
      ...rows.map((row) => [nameOf(row), row.queriesFrom, row.among, ...scores(row)]),
      ...chance.map((row) => [
        "at random",
        row.queriesFrom,
        row.among,
        ...ks.map((k) => percent(Math.min(1, k / row.candidates))),
        `${(row.candidates + 1) / 2}`,
      ]),
    ],
  };
}

function nameOf({ arm, layer }: RetrievalRow): string {
  return arm === "plain" ? layer : `${arms[arm]} (${layer})`;
}
