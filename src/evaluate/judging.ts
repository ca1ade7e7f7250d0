/**
 * How encoders are judged, in words. Records of results keep it, and one that was begun with other words is not gone on
 * with: change it whenever the same encoder would score otherwise.
 */
export const JUDGING =
  "kNN of 20 neighbours or half a class, a probe whose weight decay is cross-validated, fine-tuning from a classifier at zero";
