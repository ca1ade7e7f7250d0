import { colourise } from "./colourise.js";
import { colouriseRegression } from "./colourise-regression.js";

/** The panel of a method's drawings that shows pictures as a method that colours them sees them. */
export const GREY_PANEL = "grey";

/** Names of the methods that colour pictures, for those who have another. */
export const colouringMethods: readonly string[] = [colourise, colouriseRegression].map(
  ({ definition }) => definition.name,
);
