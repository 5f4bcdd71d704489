/* Where the posts of a list stand: the page with the reader's posts in place of the published ones. */
import { NONE, thresholdsOf } from "../changes.js";
import { placesInstead } from "../scene.js";
import { count, enumeration, fold, NBSP, number, posts as written, shortest } from "../text.js";
import { point } from "../geometry.js";
import { fault, filled, quoted, refuse, refused } from "./faults.js";
import { ground } from "./ground.js";
import { openingHours } from "./hours.js";
import { notesOfTrips } from "./reached.js";
import { naming, proposals } from "./names.js";
import { departementOf, inRow, note, wholeCommune } from "./posts.js";
/** @import { Dropped } from "../payload.d.ts"
 * @import { Point, ShownPlace, Scene } from "../types.d.ts"
 * @import { Post } from "./types.d.ts" */

/** A post with the position of its commune, whether only its name told that, and where it is itself,
 * in metres, if it is known; and its week: the days at each commune where it stops.
 * @typedef {Post & {commune_at: number | null, by_name: boolean, at: Point | null}} Located
 * @typedef {{days: Map<number, number>, unknown: string[]}} Week */

/** The published page with other posts, and what is to be told of them.
 * @param {Scene} published
 * @param {Post[]} posts
 * @param {{dropped: Dropped, file: string}} of
 * @returns {{scene: Scene, notes: string[]}}
 * @throws {import("./faults.js").Refused} */
export function withPosts(published, posts, { dropped, file }) {
  const { places, notes } = placed(published, posts, dropped);
  const total = places.reduce((sum, each) => sum + each.posts, 0);
  const list = "postes du fichier «" + NBSP + file + NBSP + "» (" + written(total) + "), non publiés";
  const listed = { ...published, travel: { ...published.travel, listed: true } };
  const scene = placesInstead(listed, places, thresholdsOf(published, NONE), list);
  // Addresses and scenarios hold the fingerprint: it tells that there is a list, and nothing of it.
  const fingerprint = published.fingerprint + " et une liste du lecteur";
  return { scene: { ...scene, list, fingerprint, editions: published.editions + " ; " + list }, notes };
}

/** What is not alike in two lists of which only one knows the départements around: a sentence, or
 * nothing.
 * @param {Scene} published
 * @param {Scene} other */
export function withoutNeighbours(published, other) {
  const [before, after] = [published, other].map(({ places }) => places.filter(({ ours }) => !ours).length);
  const places = count(before, "lieu", "lieux");
  return before && !after
    ? "Attention : la liste publiée compte aussi " + places +
      " hors du département, cette liste aucun."
    : "";
}

/** @param {Scene} scene
 * @param {Post[]} posts
 * @param {Dropped} dropped
 * @returns {{places: ShownPlace[], notes: string[]}} */
export function placed(scene, posts, dropped) {
  const { notes, astray_m, belt_m, most_places } = dropped;
  if (posts.length > most_places) {
    throw refused(dropped.wordings.too_many_places, {
      places: number(posts.length),
      most: number(most_places),
    });
  }
  const land = ground(scene, dropped.projection);
  const names = naming(scene, dropped);
  const found = posts.map((post) => located(post, scene.departement, land, names));
  /** @param {Located} post */
  const somewhere = ({ at, commune_at }) =>
    at || (commune_at !== null && scene.travel.east[commune_at] !== null);
  refuse(found.filter((post) => !somewhere(post)).map((post) => unplaced(post, scene, dropped)));
  /** @param {Located} post */
  const isAstray = ({ at, commune_at }) => at && commune_at !== null && land.away(at, commune_at) > astray_m;
  /** @param {Located} post */
  const isFar = ({ at, commune_at }) => at && commune_at === null && !land.near(at, belt_m);
  const [far, astray] = [found.filter(isFar), found.filter(isAstray)];
  const kept = found.filter((post) => !far.includes(post));
  const bases = kept.map((post) => (astray.includes(post) ? { ...post, at: null } : post));
  const weeks = bases.map(({ stops }) => weekOf(stops, names, dropped));
  /** @param {Located[]} of */
  const hosts = (of) => of.map(({ host }) => host);
  const unplacedAt = kept.filter(({ at }) => !at);
  const places = withStops(scene, bases, weeks, dropped);
  const ofTrips = notesOfTrips(scene.travel, places);
  return {
    places,
    notes: [
      ...note(notes.repeated, repeated(kept.filter(({ commune_at }) => commune_at !== null))),
      ...note(notes.named, hosts(kept.filter(({ by_name }) => by_name))),
      ...note(
        filled(notes.unplaced, { structures: count(unplacedAt.length, "structure") }),
        hosts(unplacedAt),
      ),
      ...note(notes.astray, hosts(astray)),
      ...note(
        filled(notes.too_far, {
          places: count(far.length, "lieu", "lieux"),
          distance: shortest(belt_m / 1000, 1) + NBSP + "km",
        }),
        hosts(far),
      ),
      ...note(
        notes.unknown_stops,
        weeks.flatMap(({ unknown }, i) =>
          unknown.map((name) => bases[i].host + ", « " + name + " »" + proposals(name, scene, notes.perhaps))
        ),
      ),
      ...note(
        notes.without_stops,
        hosts(bases.filter(({ itinerant }, i) => itinerant && !weeks[i].days.size)),
      ),
      ...ofTrips,
    ],
  };
}

/** Rows that are alike in everything that is read of them, and how many posts they count.
 * @param {Post[]} posts */
function repeated(posts) {
  /** @type {Map<string, Post[]>} */
  const alike = new Map();
  for (const post of posts) alike.set(post.row, [...(alike.get(post.row) ?? []), post]);
  return [...alike.values()].filter((rows) => rows.length > 1).map((rows) =>
    rows[0].host + " (lignes " + enumeration(rows.map(({ line }) => String(line))) + ", " +
    written(rows.reduce((sum, each) => sum + each.posts, 0)) + ")"
  );
}

/** The commune of a post, told by its code, of today or of before, by its name, or by its position.
 * @param {Post} post
 * @param {string} departement
 * @param {ReturnType<typeof ground>} land
 * @param {import("./names.js").Naming} names
 * @returns {Located} */
function located(post, departement, land, { byCode, byFormer, byName }) {
  const { latitude, longitude, insee, commune } = post;
  const degrees = latitude !== null && longitude !== null ? [longitude, latitude] : null;
  const at = degrees && land.metres(degrees);
  if (insee === "" && degrees) return { ...post, at, commune_at: land.commune(degrees), by_name: false };
  const known = byCode.has(insee) || byName.has(fold(insee));
  const local = insee === "" || departementOf(insee) === departement;
  const meant = commune && local && !known ? byName.get(fold(commune)) : undefined;
  const today = byCode.get(insee) ?? byFormer.get(insee) ?? null;
  return { ...post, at, commune_at: meant ?? today, by_name: meant !== undefined };
}

/** What is wrong with a post that can be placed nowhere.
 * @param {Located} post
 * @param {Scene} scene
 * @param {Dropped} dropped */
function unplaced({ line, host, insee, commune, commune_at }, scene, { wordings, notes }) {
  const { at_no_origin, of_no_commune, unrecognised } = wordings;
  return fault(commune_at !== null ? at_no_origin : insee ? of_no_commune : unrecognised, {
    line,
    place: inRow(line, host),
    cell: quoted(insee || commune),
    proposals: insee ? "" : proposals(commune, scene, notes.perhaps),
  });
}

/** The days at each commune, and the stops in none that is known.
 * @param {Post["stops"]} stops
 * @param {import("./names.js").Naming} names
 * @param {Dropped} dropped
 * @returns {Week} */
function weekOf(stops, { byCode, byName }, dropped) {
  /** @type {Week} */
  const week = { days: new Map(), unknown: [] };
  for (const [name, days] of stops) {
    const code = wholeCommune(name, dropped);
    const commune = byCode.get(code) ?? byName.get(fold(code));
    if (commune === undefined) week.unknown.push(name);
    else week.days.set(commune, (week.days.get(commune) ?? 0) + days);
  }
  return week;
}

/** A place for each post, and behind them one for each stop.
 * @param {Scene} scene
 * @param {Located[]} bases
 * @param {Week[]} weeks
 * @param {Dropped} dropped
 * @returns {ShownPlace[]} */
function withStops({ communes, travel }, bases, weeks, { notes, days: week }) {
  /** @param {Located} post
   * @param {number} base
   * @param {number | null} commune
   * @param {Point | null} metres
   * @param {number | null} days
   * @returns {ShownPlace} */
  function place(post, base, commune, metres, days) {
    const whole = [...weeks[base].days.values()].reduce((sum, each) => sum + each, 0);
    const fte = (post.fte ?? post.posts) * (days === null ? 1 : days / whole) || 0;
    const origin = commune === null ? null : point(travel.east[commune], travel.north[commune]);
    const posts = commune === post.commune_at ? post.posts : 0;
    const { latitude, longitude } = post;
    return {
      host: post.host,
      commune: commune === null ? post.commune : communes.name[commune],
      inside: commune,
      ours: post.commune_at !== null,
      base,
      posts,
      presence: presence(posts, days),
      at_stop: days !== null && days > 0,
      hours: openingHours(post.hours, week),
      address: "",
      fte,
      approximate: !metres,
      at: metres && latitude !== null && longitude !== null
        ? [latitude, longitude]
        : communes.at[commune ?? 0],
      metres: fte > 0 ? metres ?? origin : null,
    };
  }
  /** @param {number} posts
   * @param {number | null} days */
  function presence(posts, days) {
    if (days === null) return written(posts);
    if (days === 0) return filled(notes.at_base[Number(posts >= 2)], { posts: written(posts) });
    return filled(notes.at_stop[Number(days >= 2)], { days: shortest(days, 1) });
  }
  return [
    ...bases.map((post, i) => {
      const { days } = weeks[i];
      const here = post.commune_at === null ? undefined : days.get(post.commune_at);
      return place(post, i, post.commune_at, post.at, days.size ? here ?? 0 : null);
    }),
    ...bases.flatMap((post, i) =>
      [...weeks[i].days]
        .filter(([commune]) => commune !== post.commune_at)
        .map(([commune, days]) => place(post, i, commune, null, days))
    ),
  ];
}
