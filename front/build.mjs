// node front/build.mjs FILE: bundles the worker and its libraries into FILE; the same bytes each time.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", ".local", "node", "node_modules");
const require = createRequire(join(packages, "x.js"));
const licence = readFileSync(join(packages, "libsodium-wrappers-sumo", "LICENSE"), "utf8").trim();

await require("esbuild").build({
  entryPoints: [join(here, "worker.js")],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* Contains libsodium.js and libsodium:\n${licence}\n*/` },
  nodePaths: [packages],
  logLevel: "error",
});
