/* The address tells the theme and the commune that are shown, and survives a reload. */

/** What the address asks for. */
export function read() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return { theme: asked.get("theme"), commune: asked.get("commune") };
}

/** Write what is shown into the address.
 * @param {{theme: string, commune: string | null}} shown */
export function write({ theme, commune }) {
  const told = new URLSearchParams({ theme, ...(commune === null ? {} : { commune }) });
  history.replaceState(null, "", "#" + told);
}
