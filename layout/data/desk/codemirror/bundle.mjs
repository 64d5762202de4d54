// Bundles names.js into codemirror.js, and the notices of every package that went into it into LICENSE.
// Same versions (package-lock.json), same bytes: nothing of this machine or of the day gets in.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;

const made = await build({
  entryPoints: ["names.js"],
  outfile: "codemirror.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  write: false,
});

const taken = Object.entries(Object.values(made.metafile.outputs)[0].inputs)
  .filter(([, part]) => part.bytesInOutput > 0)
  .map(([file]) => PACKAGE.exec(file)?.[1])
  .filter(Boolean);
const packages = [...new Set(taken)].sort();

const notices = packages.map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  if (license !== "MIT") throw new Error(`${name} is under ${license}, not MIT`);
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} comes without its licence`);
  return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
});

const head = `/* CodeMirror 6 and what it stands on, MIT, notices in LICENSE: ${packages.join(", ")}. Made by bundle.mjs. */\n`;
writeFileSync("codemirror.js", head + made.outputFiles[0].text);
writeFileSync("LICENSE", `codemirror.js is made of these packages, all under the MIT licence.\n\n${notices.join(`\n${"-".repeat(72)}\n\n`)}`);
