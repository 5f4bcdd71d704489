/* Move and zoom the map, by mouse, touch, keyboard and buttons; and point at a commune. */
import { byId } from "../../map/scripts/dom.js";
import { communeAt, draw, show } from "./map.js";
import { moved, zoomed } from "./view.js";
/** @import { Atlas } from "./map.js" */

/** A step of the keyboard and of the buttons. */
const STEP_PX = 90;
const FACTOR = 1.8;
/** A press that moves less is a click. */
const STILL_PX = 5;

/** What becomes of what is pointed at: hovered, null for none; chosen; opened by the keyboard.
 * @typedef {{hover: (commune: number | null, at: {x: number, y: number}) => void,
 *   choose: (commune: number | null) => void, open: (commune: number) => void}} On */

/** @param {Atlas} atlas
 * @param {On} on */
export function create(atlas, on) {
  const map = byId("map");
  byPointers(map, atlas, on);
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018));
    show(atlas, zoomed(atlas.view, factor, place(event), atlas.whole.scale), false);
  }, { passive: false });
  map.addEventListener("keydown", (event) => press(event, atlas, on));
  map.addEventListener("blur", () => on.hover(null, centre(atlas)));
  const buttons = { "zoom-in": "+", "zoom-out": "-", "zoom-all": "0" };
  for (const [id, key] of Object.entries(buttons)) {
    byId(id).addEventListener("click", () => step(atlas, key));
  }
}

/** Where something happened on the map.
 * @param {{clientX: number, clientY: number}} event */
function place({ clientX, clientY }) {
  const { left, top } = byId("map").getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** The middle of the map.
 * @param {Atlas} atlas */
const centre = ({ size: { width, height } }) => ({ x: width / 2, y: height / 2 });

/** Do what a key means; whether it means anything.
 * @param {Atlas} atlas
 * @param {string} key */
function step(atlas, key) {
  const { view, whole } = atlas;
  /** @type {Record<string, () => import("./types.d.ts").View>} */
  const steps = {
    "+": () => zoomed(view, FACTOR, centre(atlas), whole.scale),
    "-": () => zoomed(view, 1 / FACTOR, centre(atlas), whole.scale),
    "0": () => whole,
    ArrowLeft: () => moved(view, STEP_PX, 0),
    ArrowRight: () => moved(view, -STEP_PX, 0),
    ArrowUp: () => moved(view, 0, STEP_PX),
    ArrowDown: () => moved(view, 0, -STEP_PX),
  };
  const to = steps[key === "=" ? "+" : key];
  if (to) show(atlas, to(), true);
  return Boolean(to);
}

/** @param {KeyboardEvent} event
 * @param {Atlas} atlas
 * @param {On} on */
function press(event, atlas, on) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" || event.key === " ") {
    const commune = communeAt(atlas, centre(atlas));
    if (commune !== null) on.open(commune);
  } else if (!step(atlas, event.key)) return;
  else on.hover(communeAt(atlas, centre(atlas)), centre(atlas));
  event.preventDefault();
}

/** @param {HTMLElement} map
 * @param {Atlas} atlas
 * @param {On} on */
function byPointers(map, atlas, on) {
  /** @type {Map<number, {x: number, y: number}>} where each finger is, or the mouse while it is pressed */
  const held = new Map();
  let far = 0;
  map.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    map.setPointerCapture(event.pointerId);
    held.set(event.pointerId, place(event));
    atlas.isHeld = true;
    if (held.size === 1) far = 0;
  });
  map.addEventListener("pointermove", (event) => {
    const [at, before] = [place(event), held.get(event.pointerId)];
    if (!before) {
      if (event.pointerType === "mouse" && atlas.view === atlas.drawn) on.hover(communeAt(atlas, at), at);
      return;
    }
    far += Math.hypot(at.x - before.x, at.y - before.y);
    const others = [...held].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
    held.set(event.pointerId, at);
    if (far < STILL_PX) return;
    map.classList.add("moving");
    on.hover(null, at);
    show(atlas, others.length ? pinched(atlas, before, at, others[0]) : dragged(atlas, before, at), false);
  });
  /** @param {PointerEvent} event */
  const release = (event) => {
    if (!held.delete(event.pointerId) || held.size) return;
    atlas.isHeld = false;
    map.classList.remove("moving");
    if (far >= STILL_PX) draw(atlas);
    else if (event.type === "pointerup") on.choose(communeAt(atlas, place(event)));
  };
  map.addEventListener("pointerup", release);
  map.addEventListener("pointercancel", release);
  map.addEventListener("pointerleave", (event) => held.size || on.hover(null, place(event)));
}

/** @param {Atlas} atlas
 * @param {{x: number, y: number}} before
 * @param {{x: number, y: number}} at */
const dragged = ({ view }, before, at) => moved(view, at.x - before.x, at.y - before.y);

/** Two fingers: what lies between them stays there, and as they part it grows.
 * @param {Atlas} atlas
 * @param {{x: number, y: number}} before
 * @param {{x: number, y: number}} at
 * @param {{x: number, y: number}} other */
function pinched({ view, whole }, before, at, other) {
  const [was, is] = [before, at].map(({ x, y }) => Math.max(1, Math.hypot(x - other.x, y - other.y)));
  const between = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
  const along = moved(view, (at.x - before.x) / 2, (at.y - before.y) / 2);
  return zoomed(along, is / was, between, whole.scale);
}
