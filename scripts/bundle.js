/* Write the page's scripts as the one script that a page holds, so that a run needs no bundler.

   Usage: deno run --allow-all scripts/bundle.js [--check], where --check writes nothing and fails if
   the script that is there is not what the sources give. */
import * as esbuild from "esbuild";

const map = new URL("../jura_coverage/publish/map/", import.meta.url);
const target = new URL("bundled/page.js", map);
const { outputFiles: [{ text }] } = await esbuild.build({
  absWorkingDir: new URL("scripts", map).pathname,
  entryPoints: ["page.js"],
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "jura",
  charset: "utf8",
  target: "es2022",
  write: false,
});
await esbuild.stop();
if (!Deno.args.includes("--check")) await Deno.writeTextFile(target, text);
else if (await Deno.readTextFile(target) !== text) {
  console.error("publish/map/bundled/page.js is not what publish/map/scripts/ gives: run `make bundle`.");
  Deno.exit(1);
}
