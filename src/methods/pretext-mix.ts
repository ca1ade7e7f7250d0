/**
 * Several pretext tasks at once: Multi-task Self-Supervised Visual Learning.
 * Doersch, Zisserman, 2017. https://arxiv.org/abs/1708.07860
 *
 * Each puzzle asks for something else of what pictures show. Here one encoder learns several in the same step: every
 * task has its own views and its own head, and the losses are summed.
 *
 *   loss = Σ over tasks t of weight_t loss_t(heads_t(f(views_t)))
 *
 * A task's weight is an option of its name, 0 leaves it out; its own options have their defaults. What a task costs it
 * costs here too. The tasks are ordinary methods (see mix-methods.ts): whoever has neither another encoder, nor
 * parameter groups, a teacher's momentum or work between steps can join by a line of the list. The paper's second task,
 * colourisation, is left out: its encoder sees lightness only, so it is not the one that the others share.
 */
import * as z from "zod";
import { exemplar } from "./exemplar.js";
import { jigsaw } from "./jigsaw.js";
import { defineMethod, type Method } from "./method.js";
import {
  type Member,
  mixedCouplings,
  mixedRecipe,
  mixedReconstruction,
  mixedSamples,
  mixedStep,
  mixedViews,
} from "./mix-methods.js";
import { patchPosition } from "./patch-position.js";
import { rotation } from "./rotation.js";

/** A task that can be mixed, and its weight where nobody says otherwise. */
interface Task {
  readonly definition: { readonly name: string; readonly title: string };
  readonly automatic: number;
  make(): Method;
}

const task = (factory: { (): Method; readonly definition: Task["definition"] }, automatic: number): Task => ({
  definition: factory.definition,
  automatic,
  make: () => factory(),
});

export const tasks: readonly Task[] = [
  task(exemplar, 0),
  task(patchPosition, 0),
  task(jigsaw, 1),
  task(rotation, 1),
];

/** `patch-position` as the option patchPosition. */
const optionOf = ({ definition: { name } }: Task) =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const options = z
  .strictObject(
    Object.fromEntries(
      tasks.map((one) => [
        optionOf(one),
        z.number().min(0).default(one.automatic).describe(`Weight of ${one.definition.title}. 0: left out.`),
      ]),
    ),
  )
  .refine(
    (weights) => Object.values(weights).some((weight) => weight > 0),
    "every weight is 0: give one of the tasks a weight.",
  );

function membersOf(weights: z.output<typeof options>): Member[] {
  return tasks.flatMap((one) => {
    const [name, weight = 0] = [optionOf(one), weights[optionOf(one)]];
    return weight === 0 ? [] : [{ name, weight, method: one.make() }];
  });
}

export const pretextMix = defineMethod({
  name: "pretext-mix",
  title: "Several pretext tasks",
  paper: "https://arxiv.org/abs/1708.07860",
  family: "pretext",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: (weights) => mixedCouplings(membersOf(weights)),
  options,
  views: (weights) => mixedViews(membersOf(weights)),
  indexed: (weights) => membersOf(weights).some(({ method }) => method.indexed),
  mostSamples: (weights) => mixedSamples(membersOf(weights)),
  recipe: (weights) => mixedRecipe(membersOf(weights)),
  reconstruct: (context, weights) => mixedReconstruction(membersOf(weights), context),
  step: (context, weights) => mixedStep(membersOf(weights), context),
});
