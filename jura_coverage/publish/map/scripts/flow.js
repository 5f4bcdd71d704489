/* How much of the need posts can serve: a maximum flow from communes to posts. */

/** A way to room: a post that takes from a group, after the one which gave that group up.
 * @typedef {{group: number, post: number, before: Step | null}} Step */

/** Communes with the same posts within reach, taken together.
 * @param {number[][]} reach
 * @param {number[]} need */
function grouped(reach, need) {
  /** @type {Map<string, {posts: number[], need: number}>} */
  const groups = new Map();
  reach.forEach((posts, i) => {
    const key = posts.join();
    groups.set(key, { posts, need: need[i] + (groups.get(key)?.need ?? 0) });
  });
  return [...groups.values()];
}

/** The most need that posts can serve, each as much as it can, where it is within reach; that of a
 * commune may be split between posts.
 * @param {number[][]} reach of each commune the posts within reach
 * @param {number[]} need of each commune
 * @param {number[]} capacity of each post
 * @returns {number} */
export function served(reach, need, capacity) {
  const groups = grouped(reach, need);
  const room = [...capacity];
  /** @type {Map<number, number>[]} */
  const taken = room.map(() => new Map()); // by each post, of each group
  /** @type {Set<number>} */
  let full = new Set(); // posts that lead to no room, and never will: no way that does passes them

  /** The shortest way from a group to room.
   * @param {number} start
   * @param {Set<number>} seen
   * @returns {Step | null} */
  function way(start, seen) {
    /** @type {{group: number, before: Step | null}[]} */
    const queue = [{ group: start, before: null }];
    for (const { group, before } of queue) {
      for (const post of groups[group].posts) {
        if (seen.has(post)) continue;
        seen.add(post);
        const step = { group, post, before };
        if (room[post] > 0) return step;
        taken[post].forEach((amount, other) => amount > 0 && queue.push({ group: other, before: step }));
      }
    }
    return null;
  }

  /** Serve along a way as much as it takes.
   * @param {Step} last
   * @param {number} most */
  function serve(last, most) {
    let amount = Math.min(most, room[last.post]);
    for (let { group, before } = last; before; { group, before } = before) {
      amount = Math.min(amount, taken[before.post].get(group) ?? 0);
    }
    room[last.post] -= amount;
    for (let step = /** @type {Step | null} */ (last); step; step = step.before) {
      const { group, post, before } = step;
      taken[post].set(group, (taken[post].get(group) ?? 0) + amount);
      if (before) taken[before.post].set(group, (taken[before.post].get(group) ?? 0) - amount);
    }
    return amount;
  }

  /** @param {number} group */
  function servedOf(group) {
    let left = groups[group].need;
    while (left > 0) {
      const seen = new Set(full);
      const step = way(group, seen);
      if (!step) {
        full = seen;
        break;
      }
      left -= serve(step, left);
    }
    return groups[group].need - left;
  }
  return groups.reduce((sum, _, group) => sum + servedOf(group), 0);
}
