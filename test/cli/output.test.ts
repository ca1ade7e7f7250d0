import { spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { cli, picture, program, put, tiny, unlabel, workplace } from "./command-line.suite.js";

const folder = workplace();

beforeAll(async () => {
  const rows: string[] = [];
  for (let i = 0; i < 40; i++) {
    put(folder, `photos/p${i}.png`, await picture(i));
    put(folder, `drawings/p${i}.jpg`, await picture(i + 100));
    if (i < 12) put(folder, `sorted/${i % 2}/p${i}.png`, await picture(i));
    rows.push(`p${i}.png,${i % 2}`);
  }
  put(folder, "labels.csv", ["path,label", ...rows].join("\n"));
  const people = Array.from({ length: 30 }, (_, i) => `${i},${i ** 2},${Math.sin(i)}`);
  put(folder, "people.csv", ["age,height,mood", ...people].join("\n"));
  const letters = Array.from(
    { length: 40 },
    (_, i) => `Dear ${["friend", "aunt", "neighbour"][i % 3]}, I am ${i % 2 ? "well" : "here"}.`,
  );
  put(folder, "letters.txt", letters.join("\n"));
  cpSync(join(folder, "photos/p7.png"), join(folder, "holiday.jpg"));
  const { code, stderr } = await unlabel(folder, `pretrain photos ${tiny} --steps 4 --out runs/photos`);
  expect(code, stderr).toBe(0);
  const paired = `pretrain photos --pair drawings --holdout 10 ${tiny} --steps 2 --out runs/pairs`;
  expect((await unlabel(folder, paired)).code).toBe(0);
});

describe("help", () => {
  const commands = [
    "demo",
    "pretrain",
    "evaluate",
    "energy",
    "reconstruct",
    "sample",
    "colourise",
    "generate",
    "fill",
    "embed",
    "neighbours",
    "retrieve",
    "export",
    "compare",
    "study codes",
    "study collapse",
    "study decoding",
    "study linear-autoencoders",
    "study shortcuts",
    "list",
    "cache",
    "doctor",
  ];

  /** What an example says, on data and settings that take a moment. */
  const small: readonly (readonly [RegExp, string])[] = [
    [/^unlabel /, ""],
    [/runs\/digits (mnist --split test|mnist)/, "runs/photos photos"],
    [/runs\/digits$/, "runs/photos"],
    [/runs\/digits --/, "runs/photos --"],
    [
      /^pretrain letters\.txt .*/,
      "$& --encoder transformer --encoder.width 8 --encoder.depth 1 --steps 2 --longest 16 --batch-size 4",
    ],
    [/^(generate .*)"[^"]*"(.*)/, "$1Dear$2 --tokens 4"],
    [/^(fill .*)"[^"]*"/, "$1[MASK]"],
    [/^pretrain mnist --epochs 2 --out runs\/photos$/, `pretrain photos ${tiny} --epochs 2 --out runs/again`],
    [/^pretrain \w+ (--method \w+) (?:--epochs 2 )?(--out \S+)$/, `pretrain photos $1 ${tiny} --steps 2 $2`],
    [/mnist --split test --anomalies letters/, "photos --anomalies drawings"],
    [/--evaluation digits-evaluation/, "--evaluation runs/photos/evaluation"],
    [/--classes-of mnist/, "--classes-of sorted"],
    [/grandmother\.jpg$/, "holiday.jpg"],
    [
      /photos\/1\.jpg photos\/2\.jpg album --beside runs\/regression/,
      "photos/p1.png drawings --beside runs/colours",
    ],
    [
      /^pretrain mnist (--method siamese --positives class) (--out \S+)$/,
      `pretrain photos $1 ${tiny} --labels labels.csv --steps 2 $2`,
    ],
    [/^(pretrain --resume runs\/photos --data) .*/, "$1 photos"],
    [/^pretrain photos .* --accumulate 8$/, "$& --batch-size 4 --encoder.width 8 --steps 2"],
    [/^pretrain photos .*--encoder resnet.*/, `$& --encoder.depth 8 --encoder.width 4 --batch-size 4`],
    [/^(pretrain .* --pair .*)runs\/pairs$/, `$1runs/like-pairs ${tiny} --steps 2`],
    [/^evaluate runs\/photos$/, "evaluate runs/photos --labels labels.csv"],
    // The other one has all probes; this one has several budgets.
    [/^evaluate .* --budgets \S+ .*/, "$& --probes knn,fine-tune"],
    // What is said last counts: the flags of the example stay, and are understood or not.
    [/^study (\S+) mnist /, "study $1 photos "],
    [/^(study \S+) --/, "$1 photos --"],
    [
      /^study codes .*/,
      "$& --labels labels.csv --kinds labels --samples 4 --labelled 8 --steps 2 --batch-size 4 --widths 4 --size 8 --seeds 1",
    ],
    [/^study collapse .*/, "$& --arms simclr --steps 8 --batch-size 6 --widths 4,8 --samples 20 --looks 1"],
    [/^study decoding \S+ (.*)/, "study decoding play $1 --trees 10 --prompts 10 --tokens 5 --steps 5"],
    [/^study linear-autoencoders .*/, "$& --samples 16 --size 4 --steps 2 --batch-size 8"],
    [
      /^study shortcuts .*/,
      "$& --labels labels.csv --labs mark --samples 4 --steps 2 --batch-size 4 --widths 4 --size 16 --seeds 1",
    ],
    [/--leave-out-augmentations/, `$& --out runs/left-out --augment [{"name":"greyscale"}]`],
    [
      /^compare (?!.*--dry-run)\w+ .*?(--methods \S+(?: --leave-out-augmentations --out \S+ --augment \S+)?) .*/,
      `compare photos --labels labels.csv --test photos --test-labels labels.csv $1 ${tiny} --budget 2epochs --seeds 1 --few-labels 2`,
    ],
    [
      /^compare mnist (.* --dry-run)$/,
      `compare photos --labels labels.csv --test photos --test-labels labels.csv $1 ${tiny} --out runs/planned`,
    ],
    [/^evaluate .*/, "$& --seeds 1 --fine-tune-steps 2"],
  ];

  it.each(commands)("of %s has two examples or more, and they work", async (name) => {
    const help = await unlabel(folder, `${name} --help`);
    expect(help.code, help.stderr).toBe(0);
    const examples = [...help.stdout.matchAll(/^ {2}\$ (unlabel .*)$/gm)].map(([, line]) => line!);
    expect(examples.length).toBeGreaterThanOrEqual(2);
    // The demo takes its own data; a test beside it runs its parts.
    if (name === "demo") return;
    for (const example of examples) {
      const words = small.reduce((text, [pattern, change]) => text.replace(pattern, change), example);
      const { code, stdout, stderr } = await unlabel(folder, words);
      expect(code, `${words}\n${stderr}`).toBe(0);
      expect(stdout, words).not.toBe("");
    }
  });
});

describe("output", () => {
  it("keeps results on stdout, progress on stderr in few plain lines, without colour", async () => {
    const { stdout, stderr } = await program(folder, `pretrain photos ${tiny} --steps 60 --out plain`);
    expect(stdout).toBe("plain\n");
    expect(stderr).not.toContain("\u001b");
    expect(stderr.match(/^step /gm)!.length).toBeLessThan(10);
    expect(stderr).toMatch(/^step 60\/60 /m);
  });

  it("is JSON lines with --json, and nothing else", async () => {
    const { stdout } = await unlabel(folder, `pretrain photos ${tiny} --steps 3 --out json --json`);
    const types = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual(["started", "checkpoint", "step", "step", "step", "checkpoint", "finished"]);
  });

  it("of a dry run is an estimate, and of a preview a picture; neither makes a run", async () => {
    const before = readdirSync(folder);
    const dry = await unlabel(folder, `pretrain photos ${tiny} --dry-run`);
    expect(dry.stdout).toMatch(/parameters .*\n(.|\n)*one step .*\n(.|\n)*the run /);
    const json = await unlabel(folder, `pretrain photos ${tiny} --dry-run --json`);
    expect(JSON.parse(json.stdout)).toHaveProperty("stepSeconds");
    const preview = await unlabel(folder, `pretrain photos ${tiny} --preview`);
    expect(preview.stdout).toBe("views.png\n");
    expect(readFileSync(join(folder, "views.png")).subarray(1, 4).toString()).toBe("PNG");
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(["views.png"]);
  });

  it("of the dry run of a comparison is what it would do, and no folder of it", async () => {
    const judged = "--labels labels.csv --test photos --test-labels labels.csv";
    const words = `compare photos ${judged} --methods simclr ${tiny} --budget 2epochs --seeds 2 --out runs/planned --dry-run`;
    const before = readdirSync(join(folder, "runs"));
    const { code, stdout, stderr } = await unlabel(folder, words);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^runs +2: 1 arm with 2 seeds; 6 results with the baselines, none there yet$/m);
    expect(stdout).toMatch(/^time +not known: /m);
    expect(stdout).toMatch(/^simclr +\d+ +6 +\d+ MiB +0 of 2$/m);
    expect(readdirSync(join(folder, "runs"))).toEqual(before);
  });

  it("may be cut off by its reader: a run then saves", async () => {
    const words = `pretrain photos ${tiny} --steps 100000 --out cut --json`.split(" ");
    const child = spawn(process.execPath, [cli, ...words], {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(130);
    expect(existsSync(join(folder, "cut/checkpoints"))).toBe(true);
    const steps = readdirSync(join(folder, "cut/checkpoints")).sort();
    expect(steps.at(-1)).not.toBe("step-00000000.safetensors");
  });
});
