/* Print to one A4 page: the map must know its size on paper before it is drawn. */
jura.printing = (function () {
  "use strict";

  function create(map, bounds) {
    const frame = document.querySelector(".frame");
    const banner = document.getElementById("simulation");
    const printedOn = document.getElementById("printed-on");
    let before = null;

    function resize(width, height) {
      frame.style.width = width;
      frame.style.height = height;
      frame.style.flex = height && "none"; // else its column gives it the height of the screen
      map.invalidateSize({ animate: false, pan: false });
    }

    globalThis.addEventListener("beforeprint", () => {
      before = { center: map.getCenter(), zoom: map.getZoom(), snap: map.options.zoomSnap };
      map.options.zoomSnap = 0;
      // The banner of a simulation, as wide as the page, takes its room from the map.
      banner.style.width = "188mm";
      resize("122mm", "calc(196mm - " + banner.offsetHeight + "px)");
      printedOn.textContent = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" }).format(new Date());
      map.fitBounds(bounds, { animate: false, padding: [4, 4] });
    });
    globalThis.addEventListener("afterprint", () => {
      if (!before) return;
      map.options.zoomSnap = before.snap;
      banner.style.width = "";
      resize("", "");
      map.setView(before.center, before.zoom, { animate: false });
      before = null;
    });
    document.getElementById("print").addEventListener("click", () => globalThis.print());
  }

  return { create };
})();
