/* Work that a slider asks for at every step, done once for what does not change. */

/** The work, done again only where anything that it rests on is another than the last time.
 * @template Given, Result
 * @param {(given: Given) => unknown[]} grounds what the work rests on, and nothing less
 * @param {(given: Given) => Result} work
 * @returns {(given: Given) => Result} */
export function once(grounds, work) {
  /** @type {{on: unknown[], result: Result} | null} */
  let last = null;
  return (given) => {
    const on = grounds(given);
    if (last?.on.length !== on.length || last.on.some((each, i) => each !== on[i])) {
      last = { on, result: work(given) };
    }
    return last.result;
  };
}
