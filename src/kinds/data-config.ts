import * as z from "zod";
import { allKinds } from "./registry.js";

type Config = (typeof allKinds)[number]["config"];

/** What a run keeps of its data, by their kind. */
export type DataConfig = z.output<Config>;

/** Where the samples of a run come from, what kind they are of, and how they are read. */
export const dataConfig: z.ZodType<DataConfig> = z.discriminatedUnion(
  "kind",
  allKinds.map(({ config }) => config) as [Config],
);
