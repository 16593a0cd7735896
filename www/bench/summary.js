// Samples to figures.

/**
 * The median of each way, its ratio to periksa's, and the ratio's spread: the middle half of the rounds, each against
 * periksa's own time in the same round.
 */
export function summary(samples, made = {}) {
  const own = samples.periksa;
  const ways = {};
  for (const [way, list] of Object.entries(samples)) {
    const ratios = list.map((ms, round) => ms / own[round]).sort((a, b) => a - b);
    ways[way] = {
      ms: at(list, 0.5),
      ratio: at(list, 0.5) / at(own, 0.5),
      spread: [at(ratios, 0.25), at(ratios, 0.75)],
      ...made[way],
    };
  }
  return ways;
}

function at(list, share) {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
}
