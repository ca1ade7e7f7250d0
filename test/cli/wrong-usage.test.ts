import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { pictures, program, put, refusesAll, workplace } from "./command-line.suite.js";

const folder = workplace();

beforeAll(async () => {
  await pictures(join(folder, "photos"), 12);
  put(folder, "file", "text");
  mkdirSync(join(folder, "full/inner"), { recursive: true });
});

describe("wrong usage ends with 2 and one sentence that says what to do", () => {
  it("in a process of its own too", async () => {
    const { code, stdout, stderr } = await program(folder, "pretrain photos --batch-size 0");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^Error: --batch-size takes a whole number from 2, but got 0.*\n$/);
  });

  it("commands and arguments", () =>
    refusesAll(folder, [
      ["pretrainn photos", /There is no command pretrainn\. Did you mean pretrain\?/],
      ["photos --help", /There is no command photos\. unlabel --help lists/],
      ["pretrain", /Say what to train on: unlabel pretrain DATA/],
      ["pretrain photos more", /takes 1 argument, but got 2/],
      ["evaluate", /Say which <run> is meant\. See unlabel evaluate --help/],
      ["embed run photos", /--out <file> is needed/],
      ["energy nowhere", /The run nowhere does not exist\. Give the folder/],
      ["energy photos photos more", /takes 2 arguments, but got 3/],
      ["study", /Say which <name> is meant\. See unlabel study --help/],
      ["study colapse", /no study called colapse; .* Did you mean collapse\?/],
      [
        "study codes photos --kinds spars",
        /no kind of arm called spars in the study .* Did you mean sparse\?/,
      ],
      ["study collapse --arms simsia", /no arm called simsia in the study .* Did you mean simsiam\?/],
      ["study collapse --steps 2", /--steps got "2"\. It takes a whole number from 8/],
      ["study collapse photos --data photos", /Give the data once/],
      ["study collapse photos --out full", /The folder full is not empty/],
      ["study collapse --arms ,", /--arms names nothing: give names/],
      ["study linear-autoencoders photos --out full", /The folder full is not empty/],
      [
        "study linear-autoencoders photos --out few",
        /has 12 pictures; .* needs at least 20\. Give more data/,
      ],
      ["study shortcuts photos --labs nope", /no lab called nope in the study .* there are lens, boundary/],
      ["study shortcuts photos --labs ,", /--labs names nothing: give some of lens/],
      ["study shortcuts photos --out unlabelled", /photos has no labels, .* give --labels/],
      ["study shortcuts mnist --labels gone.csv --limit 20", /labels file gone\.csv does not exist/],
      ["reconstruct", /Say which <run> is meant\. See unlabel reconstruct --help/],
      ["fill run", /Say which <text> is meant\. See unlabel fill --help/],
      ["generate photos", /photos is not a run folder: there is no config\.json in it/],
      ["sample photos", /photos is not a run folder: there is no config\.json in it/],
      ["retrieve run photos", /--among <data> is needed/],
      ["list nothing", /got "nothing"\. It takes one of methods, encoders/],
    ]));

  it("options", () =>
    refusesAll(folder, [
      ["pretrain photos --nope", /There is no option --nope\. See unlabel pretrain --help/],
      ["pretrain photos --batchsize 3", /Did you mean --batch-size\?/],
      ["pretrain photos --method.temperatur 1", /Did you mean --method\.temperature\?/],
      ["pretrain photos --batch-size", /--batch-size takes a value: --batch-size <n>/],
      ["pretrain photos --method simclrr", /no method called simclrr; .* Did you mean simclr\?/],
      ["pretrain photos --encoder resnett", /no encoder called resnett; .* Did you mean resnet\?/],
      ["pretrain photos --epochs 1 --steps 2", /--epochs and --steps exclude each other/],
      ["pretrain photos --positives nope", /--positives takes one of augmentation, class, time, paired/],
      ["pretrain photos --pair photos --positives class", /--positives class was given too\. Leave one/],
      ["pretrain photos --positives paired", /needs a second source .* give its folder with --pair/],
      ["pretrain photos --time-window 2", /--time-window is for positives by time/],
      [
        "pretrain photos --positives time --method supervised",
        /supervised has one view\. Use a method with two/,
      ],
      ["pretrain photos --config nope.yaml", /configuration file nope\.yaml does not exist/],
    ]));

  it("values, all at once", () =>
    refusesAll(folder, [
      ["pretrain photos --batch-size 0", /--batch-size takes a whole number from 2, but got 0/],
      ["pretrain photos --batch-size 1e9", /12 samples to train on, fewer than one batch of 1000000000/],
      [
        "pretrain photos --batch-size -1 --epochs nope --learning-rate NaN --size 3 --threads 0 --method.temperature -1",
        /6 settings(.|\n)*--epochs takes a number above 0, but got "nope"(.|\n)*--learning-rate(.|\n)*--size takes a whole number from 8/,
      ],
      [
        "pretrain photos --method mae --encoder vit --method.decoder-width 63",
        /--method\.decoder-width takes a whole number above 0, a multiple of 4, but got 63/,
      ],
      [
        "pretrain photos --method exemplar --method.size 0.8,0.5",
        /--method\.size: expected the lesser bound first, but got \[0\.8,0\.5\]/,
      ],
      [
        "pretrain photos --method sparse-autoencoder --method.kind k-sparse --method.active 1000",
        /--method: with the kind k-sparse, --method\.active must be --method\.code-dim at most: .* to keep\.$/m,
      ],
      [
        "pretrain photos --method vae --method.latent-dim 100000000",
        /numbers of parameters and state, which take about .* GiB in training, and there are .* smaller/,
      ],
      ["pretrain photos --threads 100000", /--threads takes at most \d+ on this machine/],
      ["pretrain photos --size 100000", /size takes pixels from 1 to 16384/],
      ["pretrain photos --background nocolour", /background takes a colour such as white/],
      ["pretrain photos --limit 1", /has 1 sample; training needs at least 2/],
      ["pretrain photos --holdout 3", /needs labels, and the data have none/],
      ["evaluate photos --seeds x", /--seeds got "x"\. Expected a whole number from 1/],
      ["reconstruct run --rows 65", /--rows got "65"\. Expected a whole number from 1 to 64/],
      ["reconstruct run --samples -1", /--samples got "-1"\. Expected a whole number from 1/],
      ["sample run --count NaN", /--count got "NaN"\. Expected a whole number from 1 to 1024/],
      ["sample run --steps 1", /--steps got "1"\. Expected a whole number from 2 to 32/],
      ["sample run --seed 4294967296", /--seed got .* from 0 to 4294967295/],
      ["generate run --top-p 0", /--top-p got "0"\. Expected a number above 0 to 1/],
      ["generate run --temperature -1", /--temperature got "-1"\. Expected a number from 0/],
      ["generate run --normalise maybe", /--normalise/],
      ["fill run text --top 0", /--top got "0"\. Expected a whole number from 1/],
      ["colourise run photos --rows 0", /--rows got "0"/],
      [
        "colourise run photos --out x.jpg",
        /--out got "x\.jpg"\. Sheets are PNG files: give a name that ends/,
      ],
      ["study linear-autoencoders --hidden-share 1", /--hidden-share got "1"\. It takes a number above 0/],
      ["study linear-autoencoders --learning-rate NaN", /--learning-rate got "NaN"/],
      ["study linear-autoencoders --threads 100000", /--threads got "100000"\. It takes .* from 1 to \d+/],
      ["study shortcuts --association -0.1", /--association got "-0\.1"\. It takes a number from 0 to 1/],
      ["embed photos photos --out x.foo", /ends in \.npy, \.parquet, \.csv, \.jsonl/],
    ]));

  it("output folders, before any work", () =>
    refusesAll(folder, [
      ["pretrain photos --out full", /The folder full is not empty/],
      ["pretrain photos --out file", /file is, or lies in, a file; a run needs a folder/],
      ["pretrain photos --out file/run", /file\/run is, or lies in, a file/],
      ["demo --out photos", /The folder photos is not empty/],
    ]));
});
