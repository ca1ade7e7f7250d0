/** A run's samples: opened, divided, paired, compared with those that it began with. */
export { channelStatistics } from "./channel-statistics.js";
export { divide, type Samples } from "./divide.js";
export { findOwnData } from "./find-own-data.js";
export { type OpenSamples, openAs, openRunData, withPair } from "./open-samples.js";
export { refuseOtherPictures, refuseOtherPlace, shareOfOwn } from "./own-pictures.js";
export { partnersFor } from "./partners-for.js";
export { refuseGrey } from "./refuse-grey.js";
export { refuseOtherClasses, refuseUnlabelledHoldout, refuseUselessClasses } from "./refuse-labels.js";
export { refuseChangedReading, refuseChangedSamples, seenAtStart } from "./same-samples.js";
export { keepSeen, keepSeenBefore, readSeen } from "./seen-samples.js";
export { viewSource } from "./view-source.js";
