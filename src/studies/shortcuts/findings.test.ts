import { describe, expect, it } from "vitest";
import { change, difference, effect, estimate, halfway, isLess, isMore, margin } from "../arms/estimate.js";
import { claimLine } from "../claim.js";
import { armScores } from "./arm-scores.js";
import { boundaryLab } from "./boundary-lab.js";
import { conflictLab, shapeBias } from "./conflict-lab.js";
import type { Lab } from "./lab.js";
import { lensLab } from "./lens-lab.js";
import { madeResults } from "./made-scores.suite.js";
import { markLab } from "./mark-lab.js";
import { shortcutOptions } from "./shortcut-options.js";

const results = (lab: Lab, said?: Parameters<typeof madeResults>[2]) =>
  armScores(madeResults(lab, [0, 1], said));

describe("an estimate", () => {
  it("is off by the share's own error, or by how seeds differ where that is more", () => {
    const [a, b] = [
      { value: 0.4, of: 1000 },
      { value: 0.6, of: 1000 },
    ];
    expect(estimate([a]).error).toBeCloseTo(Math.sqrt(0.24 / 1000), 4);
    expect(estimate([a, a]).error).toBeCloseTo(Math.sqrt(0.24 / 1000), 4);
    expect(estimate([a, b])).toEqual({ mean: 0.5, error: expect.closeTo(0.1, 6) });
    expect(estimate([{ value: 1, of: 100 }]).error).toBeGreaterThan(0.005);
  });

  it("differs from another by more than two standard errors, or not", () => {
    const of = (mean: number) => ({ mean, error: 0.01 });
    expect(isMore(difference(of(0.5), of(0.53)))).toBe(true);
    expect(isMore(difference(of(0.5), of(0.52)))).toBe(false);
    expect(isLess(difference(of(0.5), of(0.47)))).toBe(true);
    expect(change(difference(of(0.45), of(0.521)))).toBe("45.0 % to 52.1 % (+7.1 ± 2.8 points)");
    expect(change(difference(of(0.5), of(0.4)))).toContain("(-10.0 ± 2.8 points)");
  });

  it("of an effect is off by what all four scores may be off by, of a middle by half of both", () => {
    const of = (mean: number) => ({ mean, error: 0.01 });
    const [raised, cured] = [difference(of(0.5), of(0.8)), difference(of(0.4), of(0.41))];
    const less = difference(effect(raised), effect(cured));
    expect(less.within).toBeCloseTo(2 * Math.sqrt(4 * 0.01 ** 2), 9);
    expect(margin(less)).toBe("(-29.0 ± 4.0 points)");
    expect(halfway(of(0.4))).toEqual({ mean: 0.2, error: 0.005 });
    expect(halfway(of(0.4), of(0.5))).toEqual({
      mean: expect.closeTo(0.45, 9),
      error: expect.closeTo(0.01 / Math.SQRT2, 9),
    });
  });
});

describe("what was found", () => {
  const line = (lab: Lab, said?: Parameters<typeof results>[1]) => claimLine(lab.claim(results(lab, said)));

  const raised = {
    "lens/with a lens/none": { pretext: 0.8, probe: 0.4 },
    "lens/with a lens/dropping": { pretext: 0.52, probe: 0.49 },
    "lens/with a lens/projection": { pretext: 0.6, probe: 0.5 },
  };

  it("of the lens needs a higher pretext and a lower probe accuracy, and defences that restore both", () => {
    expect(line(lensLab, raised)).toMatch(
      /^Holds: a lens .* \(SPEC row 94\)\. With the lens pretext accuracy went from 50\.0 % to 80\.0 % \(\+30\.0 ± 2\.\d points\), as claimed; probe accuracy from 50\.0 % to 40\.0 % .*, as claimed; with two colours dropped .* by \+2\.0 points where half is \+15\.0 \(-13\.0 ± 3\.\d points\), as claimed; .* 49\.0 % where half of the fall is 45\.0 % .*, as claimed; with colours projected .*, as claimed; .*, as claimed\.$/,
    );
    expect(lensLab.notes(results(lensLab, raised))[0]).toContain("from 80.0 % to 50.0 %");
  });

  const verdicts = (said: Parameters<typeof results>[1]) =>
    [...line(lensLab, said).matchAll(/, (not )?as claimed/g)].map(([found]) => found === ", as claimed");

  it("of the lens does not hold where one part is not seen", () => {
    const but = (arm: "none" | "dropping" | "projection", said: Readonly<Record<string, number>>) => {
      const name = `lens/with a lens/${arm}` as const;
      return verdicts({ ...raised, [name]: { ...raised[name], ...said } });
    };
    // The probe is no worse: nothing can be restored either.
    expect(but("none", { probe: 0.5 })).toEqual([true, false, true, false, true, false]);
    // A lens that does nothing leaves no difference anywhere.
    expect(verdicts({})).toEqual([false, false, false, false, false, false]);
    expect(but("projection", { pretext: 0.66 })).toEqual([true, true, true, true, false, true]);
    // Less than half of the fall is undone.
    expect(but("dropping", { probe: 0.44 })).toEqual([true, true, true, false, true, true]);
    expect(line(lensLab)).toMatch(/^Does not hold: .*\(\+0\.0 ± .*\), not as claimed; probe/);
  });

  it("of the lens does not hold for want of pictures", () => {
    const few = madeResults(lensLab, [0], raised).map((result) => ({
      ...result,
      scores: Object.fromEntries(
        Object.entries(result.scores).map(([score, { value }]) => [score, { value, of: 8 }]),
      ),
    }));
    expect(lensLab.claim(armScores(few)).measured).not.toMatch(/(?<!not) as claimed/);
  });

  it("tells of downsampling what it does to patches of such a size", () => {
    const about = (lab: Lab, size: number) => lab.about(shortcutOptions.parse({ size }));
    expect(about(lensLab, 32)).toContain(
      " Downsampling does nothing to patches of 8 x 8, which have no more than the 100 pixels in all that it goes down to. ",
    );
    expect(about(lensLab, 64)).toContain(" Downsampling shrinks 30 % of the patches of 16 x 16 pixels, ");
    expect(about(boundaryLab, 32)).toMatch(/shrinks 30 % of the patches of 12 x 12 .* patches of 8 x 8, /);
  });

  it("of the border needs a higher pretext and a lower probe accuracy without gap and jitter", () => {
    const [high, low] = [{ pretext: 0.7, probe: 0.4 }, { pretext: 0.7 }];
    expect(line(boundaryLab, { "boundary/neither": high })).toMatch(/^Holds: .*\(SPEC row 95\)/);
    expect(line(boundaryLab, { "boundary/neither": low })).toMatch(/^Does not hold: .*not as claimed\.$/);
  });

  it("of the mark needs a fall from A to B that hiding cures", () => {
    const fall = { "mark/supervised/marked": { pretext: 0.95, "pretext in B": 0.3 } };
    const hiding = (accuracy: number) => ({
      ...fall,
      "mark/supervised/hidden": { pretext: accuracy, "pretext in B": accuracy },
    });
    expect(line(markLab, hiding(0.7))).toMatch(
      /^Holds: .*\(SPEC row 113\).*95\.0 % to 30\.0 %.*all marks hidden it reached 70\.0 % there where half of the fall is 62\.5 % .*30\.0 % to 70\.0 %/,
    );
    expect(line(markLab)).toMatch(/^Does not hold: .*\(\+0\.0 ± \d\.\d points\), not as claimed; hiding/);
    // More than with the mark, but less than half of what it cost.
    expect(line(markLab, hiding(0.6))).toMatch(
      /^Does not hold: .* where half of the fall is 62\.5 % \(-2\.5 .*\), not as claimed; hiding .*, as claimed\.$/,
    );
    expect(line(markLab, hiding(0.2))).toMatch(/^Does not hold: .*not as claimed\.$/);
    const notes = markLab.notes(results(markLab, { "mark/SimCLR/marked": { probe: 0.9 } }));
    expect(notes.find((note) => note.startsWith("SimCLR"))).toContain("from 90.0 % to 50.0 %");
  });

  it("of texture and shape needs texture to decide, and stylised pictures to turn it", () => {
    const texture = { "decided by shape": 0.2, "decided by texture": 0.6 };
    const said = {
      "conflict/supervised/plain": texture,
      "conflict/supervised/stylised": { "decided by shape": 0.6, "decided by texture": 0.2 },
    };
    const scores = results(conflictLab, said);
    expect(shapeBias(scores, "conflict/supervised/plain")).toEqual({
      mean: expect.closeTo(0.25, 6),
      error: expect.closeTo(Math.sqrt(0.1875 / 1600), 4),
    });
    expect(line(conflictLab, said)).toMatch(
      /^Holds: .*\(SPEC row 112\)\. Its shape bias was 25\.0 % .*25\.0 % to 75\.0 %/,
    );
    expect(line(conflictLab)).toMatch(/^Does not hold/);
    const neither = { "conflict/supervised/plain": { "decided by shape": 0, "decided by texture": 0 } };
    expect(line(conflictLab, neither)).toMatch(/followed neither cue, not as claimed/);
    expect(conflictLab.notes(results(conflictLab, neither))[1]).toMatch(
      /^supervised: neither cue was followed/,
    );
  });
});
