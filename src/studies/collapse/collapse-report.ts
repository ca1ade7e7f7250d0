import {
  chartGrid,
  type LineSeries,
  lineChart,
  runReport,
  type Svg,
  seriesColor,
  type Table,
} from "../../report/index.js";
import type { ArmMoment, ArmResult } from "./arm-result.js";
import { armTitle, type CollapseArm } from "./arms.js";
import { type ArmPair, energyFinding, findingOf, lastOf } from "./findings.js";

/** A finished arm with what it is. */
export interface FinishedArm extends CollapseArm {
  readonly methodTitle: string;
  readonly result: ArmResult;
}

/** What is drawn over the steps. */
const quantities: readonly {
  readonly label: string;
  readonly unit?: string;
  readonly domain?: readonly [number, number];
  readonly read: (moment: ArmMoment) => number | null;
}[] = [
  {
    label: "kNN accuracy",
    unit: "%",
    domain: [0, 100],
    read: ({ knn }) => (knn === null ? null : 100 * knn),
  },
  { label: "deviation of the embedding", domain: [0, 1.2], read: ({ deviation }) => deviation },
  { label: "deviation of the head", domain: [0, 1.2], read: ({ headDeviation }) => headDeviation },
  { label: "effective rank of the embedding", read: ({ rank }) => rank },
  { label: "effective rank of the head", read: ({ headRank }) => headRank },
  { label: "energy gap", unit: "pooled deviations", read: ({ gap }) => gap },
  { label: "AUROC of the energies", domain: [0, 1], read: ({ auroc }) => auroc },
  { label: "loss", read: ({ loss }) => loss },
];

/** One method's arms over the steps, a chart a quantity: as it is solid, ablated dashed. */
export function methodPicture(arms: readonly FinishedArm[], subtitle: string): Svg {
  const title = arms[0]?.methodTitle ?? "";
  const charts = quantities.flatMap(({ label, unit, domain, read }) => {
    const series = arms.map(({ ingredient, result }, i): LineSeries => {
      const color = seriesColor(i);
      const shown = result.moments.map((moment) => ({
        step: moment.step,
        value: read(moment) ?? Number.NaN,
      }));
      const name = ingredient === null ? "as it is" : `no ${ingredient.replace(" term", "")}`;
      const [x, y] = [shown.map(({ step }) => step), shown.map(({ value }) => value)];
      return { name, x, y, color, dashed: ingredient !== null };
    });
    if (!series.some(({ y }) => Array.from(y).some(Number.isFinite))) return [];
    const y = { ...(unit && { unit }), ...(domain && { domain }) };
    return [lineChart({ title: label, width: 440, height: 290, x: { label: "step" }, y, series })];
  });
  return chartGrid({ title: `${title}, with and without`, subtitle, columns: 2, charts });
}

/** How every arm ended. */
export function finalTable(arms: readonly FinishedArm[]): Table {
  const digits = (value: number | null, places: number) => (value === null ? null : value.toFixed(places));
  return {
    columns: [
      "arm",
      "kNN",
      "deviation",
      "rank",
      "head deviation",
      "head rank",
      "energy gap",
      "AUROC",
      "loss",
    ],
    rows: arms.map((arm) => {
      const last = lastOf(arm.result);
      return [
        armTitle(arm.methodTitle, arm),
        last.knn === null ? null : `${(100 * last.knn).toFixed(1)} %`,
        digits(last.deviation, 3),
        digits(last.rank, 1),
        digits(last.headDeviation, 3),
        digits(last.headRank, 1),
        digits(last.gap, 2),
        digits(last.auroc, 3),
        digits(last.loss, 3),
      ];
    }),
  };
}

/** Each ablated arm beside its method as it is. */
export function armPairs(arms: readonly FinishedArm[]): ArmPair[] {
  return arms.flatMap(({ method, methodTitle, ingredient, result }) => {
    const healthy = arms.find((other) => other.method === method && other.ingredient === null);
    if (ingredient === null || healthy === undefined) return [];
    return [{ method: methodTitle, ingredient, healthy: healthy.result, without: result }];
  });
}

/** All that was found, a sentence each. */
export function findings(arms: readonly FinishedArm[]): string[] {
  const pairs = armPairs(arms);
  const energy = energyFinding(pairs);
  return [...pairs.map(findingOf), ...(energy === null ? [] : [energy])];
}

/** The text of `report.md`, with a picture `METHOD.svg` a method. */
export function collapseReport(arms: readonly FinishedArm[], setting: string): string {
  const methods = [...new Set(arms.map(({ method }) => method))];
  const said = arms.flatMap((arm) => {
    const { warnings, ended } = arm.result;
    const [first] = warnings;
    const lines = [...(first === undefined ? [] : [first]), ...(ended === null ? [] : [ended])];
    return lines.map((line) => `- ${armTitle(arm.methodTitle, arm)}. ${line}`);
  });
  return runReport({
    title: "What keeps methods from collapse",
    summary: `${setting}\n\n${findings(arms)
      .map((line) => `- ${line}`)
      .join("\n")}`,
    sections: [
      {
        title: "How each arm ended",
        text: "Deviation: mean deviation of unit vectors per dimension times sqrt(D), 1 is healthy, 0 says that all samples map to one vector. Rank: RankMe. Both of the embedding and of what the method's head makes of it, in inference mode. Energy gap: mean energy of non-matching minus matching pairs, in pooled deviations; AUROC 0.5 says that energies tell nothing. A head that ends in batch normalisation, such as SimSiam's, cannot become one point; it becomes one line, of rank 1 to 2. kNN is to be read beside what the untrained encoder has at step 0: an encoder with batch normalisation keeps much of that while its head collapses.",
        table: finalTable(arms),
      },
      ...methods.map((method) => {
        const own = arms.filter((arm) => arm.method === method);
        const title = own[0]?.methodTitle ?? method;
        return { title, picture: { path: `${method}.svg`, caption: `${title} over the steps` } };
      }),
      ...(said.length === 0 ? [] : [{ title: "What the monitors said, first", text: said.join("\n") }]),
    ],
  });
}
