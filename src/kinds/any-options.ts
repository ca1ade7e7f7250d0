import * as z from "zod";
import { option } from "./option.js";

/** What may be said of samples of any kind. */
export const anyOptions = {
  split: option(z.enum(["train", "test", "all"]), "part", "part of data that comes in parts"),
  limit: option(z.int().min(1), "n", "use at most this many samples"),
  /** Where labels are: "auto", "folders", "parent", "none" or the path of a CSV. */
  labels: option(z.string().min(1), "where", "auto, folders, parent, none, or a CSV file (default: auto)"),
  labelColumn: option(z.string().min(1), "name", "column of the CSV that holds the label"),
} as const;
