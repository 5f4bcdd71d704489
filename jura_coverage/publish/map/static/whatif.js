/* What if: the data of the page under other thresholds, and with posts added, closed or moved.
   Nothing here touches the page. Minutes, situations and classes are found as Python finds them. */
jura.whatif = (function () {
  "use strict";
  const { NBSP, count, number, shortest } = jura.text;
  /* Thresholds, null where published; communes with a post more; bases closed; [base, commune] moved. */
  const NONE = { share: null, minutes: null, added: [], closed: [], moved: [] };
  const FLAGGED = 0;
  const NO_DATA = 4;

  const changed = ({ share, minutes, added, closed, moved }) =>
    share !== null || minutes !== null || added.length + closed.length + moved.length > 0;

  /* Premises without good internet, 0 to 1; null where a count is missing or there are no premises. */
  function shares({ premises, without }) {
    return premises.map((total, i) => (total && without[i] !== null ? without[i] / total : null));
  }

  const published = ({ travel }) => ({ share: travel.poorShare, minutes: travel.farMinutes });

  function thresholds(data, changes) {
    const { share, minutes } = published(data);
    return { share: changes.share ?? share, minutes: changes.minutes ?? minutes };
  }

  /* What a slider can show: tenths of a percent, half minutes, and the published value. */
  function steps(data, measure) {
    const even = measure === "share"
      ? Array.from({ length: 200 }, (_, i) => (i + 1) / 1000)
      : Array.from({ length: 111 }, (_, i) => 5 + i / 2);
    return [...new Set([...even, published(data)[measure]])].sort((a, b) => a - b);
  }

  /* Posts that can be closed or moved: ours, in a commune, and met by the public there or at stops. */
  function movable(data) {
    return data.places.flatMap(({ ours, base, in: commune }, i) =>
      ours && base === i && commune !== null && data.places.some((each) => each.base === i && each.receives)
        ? [i]
        : []
    );
  }

  const standsSomewhere = (data, commune) => data.travel.east[commune] !== null;

  // --- changes, each from the one before -------------------------------------------------------

  const without = (list, item) => list.filter((each) => each !== item);
  const still = (changes, place) => changes.moved.filter(([base]) => base !== place);

  const set = (changes, measure, value, data) => ({
    ...changes,
    [measure]: value === published(data)[measure] ? null : value,
  });
  const add = (changes, commune) => ({ ...changes, added: [...without(changes.added, commune), commune] });
  const remove = (changes, commune) => ({ ...changes, added: without(changes.added, commune) });
  const close = (changes, place) => ({
    ...changes,
    closed: [...without(changes.closed, place), place],
    moved: still(changes, place),
  });
  const reopen = (changes, place) => ({ ...changes, closed: without(changes.closed, place) });
  /* To its own commune, a post goes back to where it was. */
  const move = (changes, place, commune, data) => ({
    ...changes,
    closed: without(changes.closed, place),
    moved: [...still(changes, place), ...(data.places[place].in === commune ? [] : [[place, commune]])],
  });

  // --- the data changed ------------------------------------------------------------------------

  const standing = ({ communes, travel }, commune) => ({
    commune: communes.name[commune],
    in: commune,
    at: communes.at[commune],
    metres: [travel.east[commune], travel.north[commune]],
    receives: true,
  });

  /* Places with `metres`, null where nobody receives, and with the `change` that befell them. */
  function placesAfter(data, changes) {
    const { placesEast, placesNorth } = data.travel;
    const moved = new Map(changes.moved);
    const after = data.places.map((place, i) => {
      if (moved.has(i)) {
        const presence = count(place.posts, "poste");
        return { ...place, ...standing(data, moved.get(i)), presence, change: "moved", left: place };
      }
      // A post that closes or goes gives up its stops.
      if (changes.closed.includes(place.base) || moved.has(place.base)) {
        return { ...place, metres: null, receives: false, change: "closed" };
      }
      return { ...place, metres: placesEast[i] === null ? null : [placesEast[i], placesNorth[i]] };
    });
    const added = changes.added.map((commune, i) => ({
      ...standing(data, commune),
      host: "Poste ajouté",
      presence: count(1, "poste"),
      posts: 1,
      ours: true,
      base: after.length + i,
      change: "added",
    }));
    return [...after, ...added];
  }

  /* For each commune minutes and position of the nearest place and of the next; of two equally near
     the first. Null where there is no such place or no way. */
  function nearest({ fixed, perKm, east, north, least }, places) {
    const found = { minutes: [], place: [], minutesSecond: [], placeSecond: [] };
    const open = places.flatMap(({ metres }, i) => (metres ? [[...metres, i]] : []));
    const minutes = (metres) => (metres === Infinity ? null : fixed + perKm * (metres / 1000));
    east.forEach((x, commune) => {
      let [first, second, place, placeSecond] = [Infinity, Infinity, null, null];
      for (const [placeEast, placeNorth, i] of x === null || least[commune] === null ? [] : open) {
        const [across, along] = [x - placeEast, north[commune] - placeNorth];
        const metres = Math.max(Math.sqrt(across * across + along * along), least[commune]);
        if (metres < first) {
          [second, placeSecond] = [first, place];
          [first, place] = [metres, i];
        } else if (metres < second) [second, placeSecond] = [metres, i];
      }
      found.minutes.push(minutes(first));
      found.place.push(place);
      found.minutesSecond.push(minutes(second));
      found.placeSecond.push(placeSecond);
    });
    return found;
  }

  /* Poor from the threshold on, far beyond it; where either is unknown, no data. */
  function situation(share, minutes, limits) {
    if (share === null || minutes === null) return NO_DATA;
    const far = minutes > limits.minutes;
    if (share >= limits.share) return far ? FLAGGED : 1;
    return far ? 2 : 3;
  }

  /* The breaks of a scale; a share above the whole is none. */
  function breaks({ measure, factors }, limits) {
    return factors
      .map(([over, under]) => (limits[measure] * over) / under)
      .filter((value) => measure !== "share" || value <= 1);
  }

  const percent = (share) => shortest(100 * share) + NBSP + "%";

  function labels(scale, limits) {
    const edges = breaks(scale, limits).map((value) =>
      scale.measure === "share" ? percent(1 - value) : shortest(value)
    );
    const [first, between, last] = scale.labels;
    const filled = (template, ...at) =>
      at.reduce((text, edge, i) => text.replace("{" + i + "}", edge), template);
    return [
      filled(first, edges[0]),
      ...edges.slice(1).map((edge, i) => filled(between, edges[i], edge)),
      filled(last, edges[edges.length - 1]),
    ];
  }

  /* A share on a break is in the worse class, minutes on a break stay in the nearer one. */
  function positions(scale, limits, values) {
    const edges = breaks(scale, limits);
    const passed = scale.measure === "share" ? (value, edge) => value >= edge : (value, edge) => value > edge;
    return values.map((value) => value === null ? null : edges.filter((edge) => passed(value, edge)).length);
  }

  /* Sort a theme again by its scales: one, or the rows and the columns of its square. */
  function sorted(theme, limits, measures) {
    const names = theme.scales.map((scale) => labels(scale, limits));
    const placed = theme.scales.map((scale) => positions(scale, limits, measures[scale.measure]));
    const cells = names.reduce((left, right) => left.flatMap((a) => right.map((b) => a + ", " + b)));
    const colours = theme.palette.slice(-cells.length);
    const classes = cells.map((label, i) => ({ label, colour: colours[i], pattern: "" }));
    const of = placed[0].map((_, commune) =>
      placed.some((each) => each[commune] === null)
        ? cells.length
        : placed.reduce((sum, each, i) => sum * names[i].length + each[commune], 0)
    );
    return {
      classes: [...classes, theme.classes[theme.classes.length - 1]],
      of,
      grid: names.length > 1 ? names : null,
    };
  }

  function noted(template, limits) {
    const { minutes, share } = limits;
    return template
      .replace("{share}", percent(share))
      .replace("{covered}", percent(1 - share))
      .replace("{minutes}", shortest(minutes, 2) + NBSP + (minutes < 2 ? "minute" : "minutes"));
  }

  function followed(theme, limits, measures) {
    if (theme.follows === "same") return theme;
    if (theme.follows === "today") {
      return { ...theme, note: "Ce thème ne suit pas la simulation. " + theme.note };
    }
    const again = theme.follows === "situation"
      ? { of: measures.situation }
      : sorted(theme, limits, measures);
    return { ...theme, ...again, note: noted(theme.noteTemplate, limits), simulated: true };
  }

  /* The same data with the changes; the data themselves where nothing is changed. */
  function scene(data, changes) {
    if (!changed(changes)) return data;
    const limits = thresholds(data, changes);
    const places = placesAfter(data, changes);
    const found = nearest(data.travel, places);
    const share = data.communes.shareWithout;
    const situations = share.map((each, i) => situation(each, found.minutes[i], limits));
    const measures = { share, minutes: found.minutes, situation: situations };
    const rounded = (values) => values.map((value) => value === null ? null : Math.round(100 * value) / 100);
    const said = described(changes, data);
    return {
      ...data,
      communes: {
        ...data.communes,
        ...found,
        minutes: rounded(found.minutes),
        minutesSecond: rounded(found.minutesSecond),
        situation: situations,
      },
      places,
      themes: data.themes.map((theme) => followed(theme, limits, measures)),
      fingerprint: "simulation d'après " + data.fingerprint + NBSP + ": " + said,
      simulation: said,
    };
  }

  // --- in words --------------------------------------------------------------------------------

  /* A structure closes or moves with all its posts: where there are several, it says so. */
  const counted = (data, place) => {
    const { host, posts } = data.places[place];
    return posts > 1 ? host + ", " + count(posts, "poste") : host;
  };
  const named = (data, place) => counted(data, place) + " (" + data.places[place].commune + ")";

  /* Each change in words, with what is left of the changes when it is undone. */
  function items(changes, data) {
    const { name } = data.communes;
    const limits = thresholds(data, changes);
    const threshold = (measure, text) =>
      changes[measure] === null
        ? []
        : [{ text: noted(text, limits), undone: { ...changes, [measure]: null } }];
    return [
      ...threshold("share", "internet insuffisant à partir de {share} de locaux mal desservis"),
      ...threshold("minutes", "conseiller éloigné au-delà de {minutes}"),
      ...changes.added.map((commune) => ({
        text: "poste ajouté" + NBSP + ": " + name[commune],
        undone: remove(changes, commune),
      })),
      ...changes.closed.map((place) => ({
        text: "fermeture" + NBSP + ": " + named(data, place),
        undone: reopen(changes, place),
      })),
      ...changes.moved.map(([place, commune]) => ({
        text: "déplacement" + NBSP + ": " + named(data, place) + " vers " + name[commune],
        undone: { ...changes, moved: still(changes, place) },
      })),
    ];
  }

  /* All changes in one sentence. */
  function described(changes, data) {
    const text = items(changes, data).map((item) => item.text).join(NBSP + "; ");
    return text.charAt(0).toUpperCase() + text.slice(1) + ".";
  }

  /* What is flagged: communes, their residents, and their premises without good internet. */
  function totals({ communes }) {
    const sum = (values) =>
      communes.situation.reduce((total, each, i) => total + (each === FLAGGED ? values[i] || 0 : 0), 0);
    return {
      communes: sum(communes.situation.map(() => 1)),
      residents: sum(communes.residents),
      premises: sum(communes.without),
    };
  }

  /* What the simulation flags, and how many more or fewer than published. */
  function summary(data, simulated) {
    if (simulated.communes.situation.every((each) => each === NO_DATA)) {
      return simulated.places.some(({ receives }) => receives)
        ? "Signalement non disponible."
        : "plus aucun conseiller, le signalement n'est pas calculé.";
    }
    const [before, after] = [data, simulated].map(totals);
    const compared = (key) => {
      const more = after[key] - before[key];
      return more ? number(Math.abs(more)) + (more < 0 ? " de moins" : " de plus") : "autant";
    };
    return [
      ["communes", "commune signalée", "communes signalées"],
      ["residents", "habitant", "habitants"],
      ["premises", "local mal desservi", "locaux mal desservis"],
    ].map(([key, noun, plural]) => count(after[key], noun, plural) + " (" + compared(key) + ")").join(", ") +
      ".";
  }

  // --- in the address --------------------------------------------------------------------------

  const NAMES = { share: "part", minutes: "minutes" };
  const written = { share: (value) => String(Number((100 * value).toFixed(3))), minutes: String };

  /* A post is named by its commune and its place among those of that commune: 39300.1. */
  function codes(data) {
    const { insee } = data.communes;
    const posts = movable(data);
    const inCommune = (place) => data.places[place].in;
    return new Map(posts.map((place, i) => {
      const before = posts.slice(0, i).filter((each) => inCommune(each) === inCommune(place));
      return [place, insee[inCommune(place)] + "." + (before.length + 1)];
    }));
  }

  function write(changes, data) {
    const { insee } = data.communes;
    const code = codes(data);
    return [
      ...["share", "minutes"].flatMap((measure) =>
        changes[measure] === null ? [] : [[NAMES[measure], written[measure](changes[measure])]]
      ),
      ...changes.added.map((commune) => ["ajout", insee[commune]]),
      ...changes.closed.map((place) => ["ferme", code.get(place)]),
      ...changes.moved.map(([place, commune]) => ["vers", code.get(place), insee[commune]]),
    ].map((parts) => parts.join(":")).join(",");
  }

  /* What an address asks for; nonsense in it is left out. */
  function read(text, data) {
    if (!data.travel) return NONE;
    const posts = new Map([...codes(data)].map(([place, code]) => [code, place]));
    const commune = (code) => {
      const position = data.communes.insee.indexOf(code);
      return position >= 0 && standsSomewhere(data, position) ? position : undefined;
    };
    const threshold = (measure, asked) =>
      steps(data, measure).find((value) => written[measure](value) === asked);
    return (text || "").split(",").reduce((changes, part) => {
      const [kind, first, second] = part.split(":");
      const measure = Object.keys(NAMES).find((each) => NAMES[each] === kind);
      const value = measure && threshold(measure, first);
      const [post, here, there] = [posts.get(first), commune(first), commune(second)];
      if (value !== undefined) return set(changes, measure, value, data);
      if (kind === "ajout" && here !== undefined) return add(changes, here);
      if (kind === "ferme" && post !== undefined) return close(changes, post);
      if (kind === "vers" && post !== undefined && there !== undefined) {
        return move(changes, post, there, data);
      }
      return changes;
    }, NONE);
  }

  // deno-fmt-ignore
  return {
    NONE, changed, shares, thresholds, steps, movable, standsSomewhere, percent,
    set, add, remove, close, reopen, move, scene, items, described, summary, read, write, counted, named,
  };
})();
