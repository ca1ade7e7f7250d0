import * as z from "zod";
import { picturesData } from "./pictures/pictures-data.js";

/** Where the samples of a run come from, what kind they are of, and how they are read. */
export const dataConfig = z.discriminatedUnion("kind", [picturesData]);

export type DataConfig = z.output<typeof dataConfig>;
