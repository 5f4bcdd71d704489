/* French text and small DOM helpers. Text from data only ever becomes text nodes. */
globalThis.jura = {};

jura.text = (function () {
  "use strict";
  const MISSING = "non disponible";
  const NBSP = "\u00a0";
  const formats = [0, 1, 2].map(
    (digits) =>
      new Intl.NumberFormat("fr-FR", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );

  function number(value, digits = 0) {
    return value === null ? MISSING : formats[digits].format(value);
  }

  /* A chosen number, such as a threshold, without idle zeros. */
  function shortest(value, digits = 3) {
    return String(Number(value.toFixed(digits))).replace(".", ",");
  }

  /* A part is never rounded up to the whole or down to nothing. */
  function percent(share) {
    if (share === null) return MISSING;
    if (share === 0 || share === 1) return number(100 * share) + NBSP + "%";
    const tenths = Math.round(1000 * share);
    if (tenths >= 1000) return "plus de 99,9" + NBSP + "%";
    if (tenths <= 0) return "moins de 0,1" + NBSP + "%";
    return number(100 * share, 1) + NBSP + "%";
  }

  function minutes(value) {
    return value === null ? MISSING : number(value, 1) + NBSP + "min";
  }

  function count(quantity, noun, plural) {
    return number(quantity) + NBSP + (quantity < 2 ? noun : plural || noun + "s");
  }

  /* What people type: no accent, hyphen, apostrophe or first article; "st" is "saint". */
  function fold(name) {
    return name
      .toLowerCase()
      .replace(/œ/g, "oe")
      .replace(/æ/g, "ae")
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[^a-z0-9]+/g, " ")
      .trim()
      .replace(/\bst(e?)\b/g, "saint$1")
      .replace(/^(le|la|les|l)\s+(?=\S)/, "");
  }

  /* element("p", {class: "note"}, "text", child) */
  function element(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "style") Object.assign(node.style, value);
      else if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  /* What stands over every figure that is not a published one. */
  function simulated() {
    return element("p", { class: "simulated" }, "Simulation");
  }

  /* For the few places where a library wants markup. */
  function escaped(text) {
    return element("i", {}, text).innerHTML;
  }

  return { MISSING, NBSP, number, shortest, percent, minutes, count, fold, element, simulated, escaped };
})();
