/* Write the scripts of each page as the one script that it holds, so that a run needs no bundler.

   Usage: deno run --allow-all scripts/bundle.js [--check], where --check writes nothing and fails if
   a script that is there is not what the sources give. */
import * as esbuild from "esbuild";

const publish = new URL("../jura_coverage/publish/", import.meta.url);
const stale = [];
for (const page of ["map", "national"]) {
  const target = new URL(page + "/bundled/page.js", publish);
  const { outputFiles: [{ text }] } = await esbuild.build({
    absWorkingDir: new URL(page + "/scripts", publish).pathname,
    entryPoints: ["page.js"],
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "jura",
    charset: "utf8",
    target: "es2022",
    write: false,
  });
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(target, text);
  else if (await Deno.readTextFile(target) !== text) stale.push(page);
}
await esbuild.stop();
for (const page of stale) {
  console.error(`publish/${page}/bundled/page.js is not what its scripts give: run \`make bundle\`.`);
}
if (stale.length) Deno.exit(1);
