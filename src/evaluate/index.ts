/** Did it help? Probes, label budgets, the guard, and the protocol that compares a run with its baselines. */

export type { CrossRetrieval, RetrievalRow, RetrieveOptions } from "./cross-retrieval.js";
export { type EnergyData, type EnergyDataOptions, openEnergyData } from "./energy-data.js";
export type { PairKinds } from "./energy-pairs.js";
// Energies of pairs
export { energySentence, energyTable } from "./energy-report.js";
// The protocol
export type { EvaluateOptions, FineTuneOptions } from "./evaluate-options.js";
export { evaluateRun } from "./evaluate-run.js";
export type {
  Arm,
  Convergence,
  CurvePoint,
  EvaluateEvent,
  Evaluation,
  EvaluationGain,
  EvaluationRow,
  EvaluationSummary,
  FineTuneProtocol,
  Probe,
} from "./evaluation.js";
export { tellSeen } from "./evaluation-data.js";
export { accuracyChart, evaluationReport, writeEvaluation } from "./evaluation-report.js";
export { type FineTuned, type FineTuneJob, type FineTuner, openFineTuner } from "./fine-tune.js";
export { type FrozenArm, frozenRows } from "./frozen-rows.js";
export { convergence, convergenceTable, gainTable, pairedGains } from "./gains.js";
export { JUDGING } from "./judging.js";
// Label budgets and guards
export { type LabelBudget, labelBudgets, labelledSubset } from "./label-budget.js";
export { type Leakage, leakage } from "./leakage.js";
// Linear probe
export {
  fitLinearProbe,
  foldedProbe,
  type LinearProbe,
  type LinearProbeOptions,
  type LinearProbeResult,
  linearProbe,
  probePredictions,
} from "./linear-probe.js";
export { type EnergyOptions, measureEnergy } from "./measure-energy.js";
export {
  type Anomalies,
  measureSurprise,
  type RunSurprise,
  type SurpriseOptions,
} from "./measure-surprise.js";
export { openPairMeter, type PairEnergies, type PairMeter } from "./pair-energies.js";
export { type PlannedEvaluation, type PlannedFineTuning, planEvaluation } from "./plan-evaluation.js";
// Retrieval between two sources
export { retrievalTable } from "./retrieval-table.js";
export { retrieveAcross } from "./retrieve.js";
export type { RunEnergy } from "./run-energy.js";
export { accuracyTable, kindName, summarise } from "./summary.js";
export { openSurpriseMeter, type SurpriseMeter, type Surprises } from "./surprise-meter.js";
export { countTokens, type TokenBaselines, tokenBaselines } from "./token-baselines.js";
export { protocolNote, spreadNote, verdicts } from "./verdicts.js";
