import { convolutions } from "./networks/convolutions.js";
import type { Network } from "./networks/network.js";
import { recurrent } from "./networks/recurrent.js";
import { residual } from "./networks/residual.js";
import { transformer } from "./networks/transformer.js";

/** Networks by the names that the reference cases give them. */
export const knownNetworks: ReadonlyMap<string, Network> = new Map([
  ["conv-bn-residual", residual],
  ["causal-transformer", transformer],
  ["gru", recurrent],
  ["conv-variants", convolutions],
]);
