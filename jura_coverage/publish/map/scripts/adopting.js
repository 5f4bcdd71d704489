/* Lists of the reader's own: their posts stand in for the published ones. */
import { NONE } from "./changes.js";
import { choose, listHosts } from "./choosing.js";
import { byId, say, setText } from "./dom.js";
import * as lists from "./dropped/panel.js";
import { withoutNeighbours } from "./dropped/placing.js";
import { entries } from "./finding.js";
import { measured } from "./measures.js";
import { settle } from "./saving.js";
import { simulate } from "./trying.js";
import { summary } from "./words.js";
/** @import { Page, Scene } from "./types.d.ts" */

/** Let the reader give other posts, and candidates for new ones, where the page can measure them.
 * @param {Page} page */
export function takeLists(page) {
  const published = page.simulable;
  lists.create({
    published,
    dropped: published.dropped,
    shown: () => page.scene,
    adopt: (other) => adopt(page, other, published),
    mark: (communes) => page.layers.candidates(communes),
    choose: (position) => choose(page, position),
    say,
  });
  byId("own-list-back").addEventListener("click", () => {
    adopt(page, published, published);
    byId("search").focus(); // the button is gone
  });
}

/** Let the posts of other data stand in for the published ones, or these again.
 * @param {Page} page
 * @param {Scene} data
 * @param {Scene} published */
function adopt(page, data, published) {
  settle(page); // what waits to be written is of the posts before
  page.simulable = data;
  page.state.host = null; // of the places before
  page.measures = measured(data);
  page.panel.of(data);
  page.search?.of(entries(data));
  listHosts(page, data.places);
  for (const id of ["own-list", "own-list-back"]) byId(id).hidden = data === published;
  setText(byId("own-list-name"), data.simulation ?? "");
  const [counts, unlike] = data === published
    ? ["", ""]
    : [summary(measured(published), page.measures), withoutNeighbours(published, data)];
  setText(byId("own-list-counts"), counts);
  setText(byId("own-list-unlike"), unlike);
  byId("advisors-of").hidden = data !== published; // it dates the published list
  simulate(page, NONE, null);
  if (counts) say("Votre liste : " + counts + " " + unlike);
}
