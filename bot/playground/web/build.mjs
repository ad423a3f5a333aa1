// Builds the page into ../static: one script, one style sheet, three fonts, and the licences of what is in them.
// Run it with `npm run bundle`; what comes out is committed, so nobody else needs Node.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const OUT = "../static";
const MAX_BYTES = 1_500_000;

// Addresses that libraries hold in messages or in links we never show. Nothing ever goes there; without
// them it is plain to see that the bundle knows no address outside.
const ADDRESSES = [
  [/https:\/\/react\.dev\/errors\//g, "React error "],
  [/https:\/\/app\.slack\.com\/block-kit-builder#/g, "#"],
  [
    /https:\/\/github\.com\/remarkjs\/react-markdown\/blob\/main\/changelog\.md/g,
    "the changelog of react-markdown",
  ],
  [/https:\/\/github\.com\/syntax-tree\/hast-util-to-jsx-runtime/g, "hast-util-to-jsx-runtime"],
];
// Names of XML vocabularies look like addresses, but nothing is ever loaded from them.
const VOCABULARY =
  /^http:\/\/www\.w3\.org\/(?:2000\/svg|1999\/xlink|1999\/xhtml|1998\/Math\/MathML|XML\/1998\/namespace)$/;

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT);
const { metafile } = await build({
  entryPoints: { page: "src/main.tsx" },
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome111", "firefox113", "safari16.4"],
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  legalComments: "none",
  charset: "utf8",
  metafile: true,
});
for (const name of ["index.html", "icon.svg"]) copyFileSync(`src/${name}`, join(OUT, name));

// --- addresses ---------------------------------------------------------------------------------

const script = join(OUT, "page.js");
let code = readFileSync(script, "utf8");
for (const [pattern, replacement] of ADDRESSES) code = code.replace(pattern, replacement);
const left = [...code.matchAll(/https?:\/\/[\w.-]+[^\s"'`)\\<]*/g)]
  .map(([address]) => address)
  .filter((each) => !VOCABULARY.test(each));
if (left.length > 0) throw new Error(`the bundle holds addresses: ${[...new Set(left)].join(", ")}`);
writeFileSync(script, code);

// --- licences ----------------------------------------------------------------------------------

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const inside = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (inside) packages.add(inside[1]);
}
const licenceOf = (folder) => {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.|$)/i.test(name));
  return file ? readFileSync(join(folder, file), "utf8") : null;
};
const sections = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const author = typeof about.author === "string" ? about.author : about.author?.name;
  const text =
    licenceOf(folder) ??
    `The package names its licence and its author and carries no text: ${author ?? name}`;
  return [`${name} ${about.version} (${about.license})`, text];
});
for (const file of readdirSync("inside").sort()) {
  sections.push([
    `${basename(file, ".txt")}, parts of which come inside slack-blocks-to-jsx (MIT)`,
    readFileSync(join("inside", file), "utf8"),
  ]);
}
const rule = "=".repeat(80);
const notices = [
  "The playground's page is made with the packages below. Each is used under its own licence.",
  ...sections.map(([title, text]) => `${rule}\n${title}\n${rule}\n\n${text.replaceAll("\r\n", "\n").trim()}`),
].join("\n\n");
writeFileSync(join(OUT, "THIRD-PARTY-NOTICES.txt"), `${notices}\n`);

// --- the lock ----------------------------------------------------------------------------------

// npm leaves out where packages come from (see .npmrc), but writes down whom one may give money.
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const entry of Object.values(lock.packages)) {
  delete entry.funding;
  delete entry.resolved;
}
const lockText = `${JSON.stringify(lock, null, 2)}\n`;
if (lockText.includes("://")) throw new Error("package-lock.json holds an address");
writeFileSync("package-lock.json", lockText);

// --- what it was built from -------------------------------------------------------------------

// A test compares this, so that a change of the source without a new bundle does not go unnoticed.
const sources = ["build.mjs", "package.json", "package-lock.json", "tsconfig.json"];
for (const folder of ["src", "inside"]) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sources.push(join(entry.parentPath, entry.name));
  }
}
const digest = createHash("sha256");
for (const name of sources.sort()) {
  digest.update(`${name}\n${createHash("sha256").update(readFileSync(name)).digest("hex")}\n`);
}
writeFileSync(join(OUT, "built-from.txt"), `${digest.digest("hex")}\n`);

const bytes = readdirSync(OUT).reduce((sum, name) => sum + statSync(join(OUT, name)).size, 0);
if (bytes > MAX_BYTES) throw new Error(`the bundle has ${bytes} bytes; at most ${MAX_BYTES}`);
console.log(`${OUT}: ${bytes} bytes, ${sections.length} licences`);
