// Builds what the browser loads: one stylesheet with its fonts, one script, the scripts of map, tip line and counter, the icon sprite.
//
// Everything comes from node_modules and this folder; nothing is fetched. The output keeps plain names, because WhiteNoise
// gives each file a name with its hash when the static files are collected.
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const modules = path.join(root, "node_modules");
const out = path.join(root, "src/buuan/base/web/static/built");

// Tabler is published as Sass modules: only those named in tabler.scss are compiled, not its half megabyte.
const tabler = {
  name: "tabler",
  setup(builder) {
    builder.onLoad({ filter: /\.scss$/ }, ({ path: file }) => {
      const made = sass.compile(file, {
        loadPaths: [path.join(modules, "@tabler/core/scss")],
        logger: sass.Logger.silent,
        style: "compressed",
      });
      return { contents: made.css, loader: "css", resolveDir: path.dirname(file) };
    });
  },
};

async function sprite() {
  const wanted = (await readFile(path.join(here, "icons.txt"), "utf8")).split("\n").map((line) => line.split("#")[0].trim());
  const symbols = [];
  for (const name of wanted.filter(Boolean)) {
    const file = path.join(modules, "@tabler/icons/icons/outline", `${name}.svg`);
    const svg = (await readFile(file, "utf8")).replace(/<!--[^]*?-->/g, "");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").replace(/> </g, "><").trim()}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: [
    { in: path.join(here, "js/buuan.js"), out: "buuan" },
    { in: path.join(here, "css/buuan.css"), out: "buuan" },
    { in: path.join(here, "js/map.js"), out: "map" },
    { in: path.join(here, "js/tips.js"), out: "tips" },
    { in: path.join(here, "js/counter/page.js"), out: "counter" },
    { in: path.join(here, "js/counter/worker.js"), out: "counter-worker" },
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome90", "firefox90", "safari15"],
  legalComments: "linked",
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  plugins: [tabler],
});
await writeFile(path.join(out, "icons.svg"), await sprite());
