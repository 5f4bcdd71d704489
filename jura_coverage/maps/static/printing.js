/* Print to one A4 page: the map must know its size on paper before it is drawn. */
jura.printing = (function () {
  "use strict";

  function create(map, bounds) {
    const frame = document.querySelector(".frame");
    let before = null;

    function resize(width, height) {
      frame.style.width = width;
      frame.style.height = height;
      map.invalidateSize({ animate: false, pan: false });
    }

    window.addEventListener("beforeprint", () => {
      before = { center: map.getCenter(), zoom: map.getZoom(), snap: map.options.zoomSnap };
      map.options.zoomSnap = 0;
      resize("188mm", "205mm");
      map.fitBounds(bounds, { animate: false, padding: [4, 4] });
    });
    window.addEventListener("afterprint", () => {
      if (!before) return;
      map.options.zoomSnap = before.snap;
      resize("", "");
      map.setView(before.center, before.zoom, { animate: false });
      before = null;
    });
    document.getElementById("print").addEventListener("click", () => window.print());
  }

  return { create };
})();
