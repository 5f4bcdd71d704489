/* Patterns, so that colour is never the only sign: hatched for an alert, dotted for no data. */
jura.patterns = (function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";

  function node(name, attributes, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // A theme has each pattern once, whatever the number of its classes.
  const id = (theme, { pattern }) => "pattern-" + theme.key + "-" + pattern;

  function drawn(theme, each) {
    const frame = { id: id(theme, each), patternUnits: "userSpaceOnUse", width: 7, height: 7 };
    const ground = node("rect", { width: 7, height: 7, fill: each.colour });
    if (each.pattern === "hatched") {
      frame.patternTransform = "rotate(45)";
      return node(
        "pattern",
        frame,
        ground,
        node("rect", { width: 1.4, height: 7, fill: "#fff", "fill-opacity": 0.55 }),
      );
    }
    return node("pattern", frame, ground, node("circle", { cx: 3.5, cy: 3.5, r: 1.2, fill: "#6b7682" }));
  }

  /* Put the patterns of all themes into the page, once. */
  function install(themes) {
    const made = themes.flatMap((theme) =>
      theme.classes.flatMap((each) => (each.pattern ? [drawn(theme, each)] : []))
    );
    const holder = node(
      "svg",
      { width: 0, height: 0, "aria-hidden": "true", focusable: "false" },
      node("defs", {}, ...made),
    );
    holder.style.position = "absolute";
    document.body.append(holder);
  }

  function fill(theme, position) {
    const each = theme.classes[position];
    return each.pattern ? "url(#" + id(theme, each) + ")" : each.colour;
  }

  function swatch(theme, position) {
    const made = node("svg", {
      class: "swatch",
      viewBox: "0 0 24 16",
      "aria-hidden": "true",
      focusable: "false",
    });
    made.append(node("rect", { width: 24, height: 16, fill: fill(theme, position) }));
    return made;
  }

  return { install, fill, swatch };
})();
