/** A run's samples: opened, divided, paired, compared with those that it began with. */
export { divide, type Samples } from "./divide.js";
export { findOwnData } from "./find-own-data.js";
export { openAs, openRunData, secondSource, withPair } from "./open-samples.js";
export { refuseOtherPictures, refuseOtherPlace, shareOfOwn } from "./own-pictures.js";
export { partnersFor } from "./partners-for.js";
export { refuseOtherClasses, refuseUnlabelledHoldout, refuseUselessClasses } from "./refuse-labels.js";
export { refuseChangedReading, refuseChangedSamples, seenAtStart } from "./same-samples.js";
export { keepSeen, keepSeenBefore, readSeen } from "./seen-samples.js";
