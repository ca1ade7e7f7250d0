/** The page of results, from the records of each part. */
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runReport } from "../../dist/report/index.js";
import { comparisonSections, hours, readPlan, readRecords, showMachine } from "../../dist/studies/index.js";

/** Writes the page beside the folder of the records, from what is there. Returns its path. */
export async function renderPage(parts, out) {
  const found = [];
  for (const part of parts) {
    const folder = join(out, part.name);
    const plan = await readPlan(folder);
    const records = plan === null ? [] : await readRecords(folder);
    // A part that was only begun shows nothing yet.
    if (records.some(({ training }) => training)) found.push({ ...part, plan, records });
  }
  const seconds = found
    .flatMap(({ records }) => records)
    .reduce((sum, record) => sum + (record.type === "result" ? record.wallSeconds : 0), 0);
  const pictures = basename(out);
  const sections = found.flatMap(({ title, name, plan, records }) =>
    comparisonSections(plan, records, join(pictures, name)).map((section, i) => ({
      ...section,
      title: i === 0 ? title : `${title}: ${section.title.toLowerCase()}`,
    })),
  );
  const page = `${out}.md`;
  writeFileSync(page, runReport({ title: "Results", summary: introduction(found, seconds), sections }));
  return page;
}

function introduction(found, seconds) {
  const machines = [...new Set(found.map(({ plan }) => showMachine(plan.machine)))];
  const budgets = [...new Set(found.map(({ plan }) => plan.settings.budget))];
  return `
Every method with its own defaults, beside the same encoder untrained, raw pixels, and supervised
training: same encoder, same samples, same budget of training. Every run does the steps that fit in ${budgets.join(" or ") || "its budget"} at the pace that
was measured before the first run; the column of seconds is what they took, which varies with the load of the machine.
The numbers are for comparing methods within a table on little training; they say nothing of what a method reaches with
days of it.

\`\`\`sh
npm run results -- --emoji EMOJI/google --emoji-others EMOJI/twitter --emoji-labels EMOJI/labels.csv
\`\`\`

makes this page and the records in [results/](results/). It goes on where it was stopped, skips what is there, and takes
parts (\`--only fashion-mnist --methods byol\`); \`--render\` writes the page anew from the records. All results here
took ${hours(seconds)}${machines.length === 0 ? "" : ` on ${machines.join(" and on ")}`}.

Data: Fashion-MNIST (Xiao, Rasul, Vollgraf, 2017, https://arxiv.org/abs/1708.07747) as IDX files, from Debian's package
\`dataset-fashion-mnist\` or with \`--fashion-mnist FOLDER\`; its 10,000 test pictures judge. Emoji: the 1,857 pictures of
Noto Emoji as PNG files, at 32x32 in colour, train; Twemoji's drawings of the same 1,857, which no run sees, judge, with
the ten categories of a \`labels.csv\`: in five parts, each asked with the labels of the other four. (A fifth of one
vendor's drawings, 371 pictures, is too few to judge by: ten untrained encoders have a standard deviation of 2.3
points there, and of 1.0 where all are asked.)

On emoji, where 90 seconds leave some methods close to the untrained encoder, these have a trend over budgets: parts of 3
and of 6 minutes.

Methods that draw, repair, colour and solve puzzles are fine-tuned on the few labels too, since a probe of the last layer
says little of some of them: what a critic or a puzzle needs last is not what tells classes apart (Kolesnikov et al.,
2019, https://arxiv.org/abs/1901.09005, find last layers without skip connections worse than earlier ones; MAE's authors find linear
probes and fine-tuning to disagree, https://arxiv.org/abs/2111.06377), and pretext tasks and adversarial nets were trained
for days where these have minutes.
`;
}
