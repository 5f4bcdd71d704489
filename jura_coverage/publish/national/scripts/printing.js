/* Print to one A4 page: the map must know its size on paper before it is drawn. */
import { byId, found, setText } from "../../map/scripts/dom.js";
import * as map from "./map.js";
/** @import { Atlas } from "./map.js" */

/** @param {Atlas} atlas */
export function create(atlas) {
  const { style } = found(document, ".frame");
  globalThis.addEventListener("beforeprint", () => {
    Object.assign(style, { width: "188mm", height: "118mm", flex: "none" });
    const today = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" }).format(new Date());
    setText(byId("printed-on"), today);
    atlas.onPaper = true;
    map.resize(atlas);
  });
  globalThis.addEventListener("afterprint", () => {
    Object.assign(style, { width: "", height: "", flex: "" });
    atlas.onPaper = false;
    map.resize(atlas);
  });
  byId("print").addEventListener("click", () => globalThis.print());
}
