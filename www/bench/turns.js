// The one way all stages are measured: the ways take turns in one page, after a warm-up, so that a busy machine is busy
// for each of them.

/**
 * Times `ways` in turn.
 * @param {Record<string, () => Promise<unknown>>} ways
 * @param {{ rounds: number, warmUps?: number, atLeast?: number, onTurn?: (share: number) => Promise<void> | void }} options
 *   `atLeast`: ms that a sample lasts; a way that is quicker is repeated within it, for clocks of pages go in steps. `onTurn` hears
 *   before each turn how much is done, 0..1, and may throw.
 * @returns {Promise<Record<string, number[]>>} Milliseconds of one run, by way: a sample a round.
 */
export async function takeTurns(ways, { rounds, warmUps = 2, atLeast = 0, onTurn }) {
  const entries = Object.entries(ways);
  const repeats = {};
  const turns = (warmUps + rounds) * entries.length;
  let done = 0;
  const next = () => onTurn?.(done++ / turns);
  for (const [name, way] of entries) {
    let last = 0;
    for (let warmUp = 0; warmUp < warmUps; warmUp += 1) {
      await next();
      last = await timed(way, 1);
    }
    repeats[name] = Math.min(50, Math.max(1, Math.ceil(atLeast / Math.max(last, 0.1))));
  }
  const samples = Object.fromEntries(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, way] of shuffled(entries, round)) {
      await next();
      samples[name].push(await timed(way, repeats[name]));
      // What it left is not the next one's to wait for.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return samples;
}

/** In another order each round, the same in each run: what a way leaves behind is not always the same one's to wait for. */
function shuffled(list, round) {
  const rest = [...list];
  let state = round + 1;
  return list.map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return rest.splice((state >>> 8) % rest.length, 1)[0];
  });
}

async function timed(way, repeats) {
  const began = performance.now();
  for (let repeat = 0; repeat < repeats; repeat += 1) await way();
  return (performance.now() - began) / repeats;
}

/** Takes out of `ways` those that can't do it, as for lack of memory, each time beginning anew; `failed` is why. */
export async function takeTurnsOfThoseThatCan(ways, options) {
  const failed = {};
  for (;;) {
    let failing = null;
    const told = Object.entries(ways).map(([way, run]) => {
      const telling = async () => {
        try {
          await run();
        } catch (error) {
          failing = way;
          throw error;
        }
      };
      return [way, telling];
    });
    try {
      return { samples: await takeTurns(Object.fromEntries(told), options), failed };
    } catch (error) {
      if (failing === null || failing === "periksa") throw error;
      failed[failing] = String(error);
      delete ways[failing];
    }
  }
}
