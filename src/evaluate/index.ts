/** Did it help? Probes, label budgets, the guard, and the protocol that compares a run with its baselines. */

// Label budgets and guards
export { type LabelBudget, labelBudgets, labelledSubset } from "./label-budget.js";
export { type Leakage, leakage } from "./leakage.js";
// Linear probe
export {
  fitLinearProbe,
  type LinearProbe,
  type LinearProbeOptions,
  type LinearProbeResult,
  linearProbe,
  probePredictions,
} from "./linear-probe.js";
