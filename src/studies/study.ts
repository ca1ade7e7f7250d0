import type * as z from "zod";
import type { Table } from "../report/index.js";
import type { PlannedWork } from "./planned-work.js";

/** What a study is told besides its options. */
export interface StudyContext {
  /** Folder of the report, and of what it goes on from when it was stopped. */
  readonly out: string;
  readonly cacheFolder?: string | undefined;
  /** Stops after what is being done; the generator then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onDecode?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** Told plain facts about the data, a sentence each. */
  readonly onNote?: ((sentence: string) => void) | undefined;
}

/** What happens in a study, in order. */
export type StudyEvent =
  /** A part begins, or was found finished. */
  | { readonly type: "part"; readonly done: number; readonly total: number; readonly message: string }
  /** How far the part is. */
  | { readonly type: "progress"; readonly message: string }
  | { readonly type: "warning"; readonly message: string }
  | {
      readonly type: "finished";
      readonly table: Table;
      /** What was found, a sentence each. */
      readonly findings: readonly string[];
      /** The report first. */
      readonly files: readonly string[];
    };

/** What a study would do. */
export interface StudyPlan extends PlannedWork {
  readonly study: string;
}

export interface StudyDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** The claim that it tests, in a sentence. */
  readonly claim: string;
  /** Flags, help and defaults come from it. An option called `data` is also taken as an argument. */
  readonly options: Schema;
  /**
   * What `run` would do with the same options, from what the study declares, the data and what the folder has: nothing is
   * trained, measured or written.
   */
  plan(options: z.output<Schema>, context: StudyContext): Promise<Omit<StudyPlan, "study">>;
  run(options: z.output<Schema>, context: StudyContext): AsyncGenerator<StudyEvent, void, undefined>;
}

/** A study whose options are not yet checked. */
export interface Study {
  readonly definition: {
    readonly name: string;
    readonly title: string;
    readonly claim: string;
    readonly options: z.ZodObject;
  };
  /** Throws what `run` does before it trains. @throws z.ZodError for options that do not fit the schema */
  plan(options: Readonly<Record<string, unknown>>, context: StudyContext): Promise<StudyPlan>;
  /** @throws z.ZodError for options that do not fit the schema */
  run(options: Readonly<Record<string, unknown>>, context: StudyContext): AsyncGenerator<StudyEvent, void>;
}

/** Declares a study: a claim, and what makes a folder with `report.md` and pictures that tests it. */
export function defineStudy<Schema extends z.ZodObject>(definition: StudyDefinition<Schema>): Study {
  const checked = (options: Readonly<Record<string, unknown>>) =>
    definition.options.parse(options) as z.output<Schema>;
  return {
    definition,
    async plan(options, context) {
      return { study: definition.name, ...(await definition.plan(checked(options), context)) };
    },
    run: (options, context) => definition.run(checked(options), context),
  };
}
