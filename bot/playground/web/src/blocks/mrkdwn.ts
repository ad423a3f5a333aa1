/**
 * Slack's markup knows less than the renderer takes it for: no headings, lists, tables, rules, escapes or
 * indented code, and a star inside a word is a star. Whatever Slack would show as it stands is written as an
 * entity here, so that the renderer shows it too; a backslash would not do, because the renderer rewrites
 * stars and tildes before it looks for backslashes.
 */

import type { Json } from "../types";

const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;
const ANGLED = /(<[^<>\n]+>)/;
const MARKERS = "*_~";
const WORD = /[\p{L}\p{N}]/u;
/** Signs that mean something to the renderer and nothing to Slack. */
const FOREIGN = /[\\[\]{}#|!=^$]/g;
/** The same, where they start a line. */
const FOREIGN_START = /^(?:[-+:]|\d+(?=[.)])|(?:im|ex)port\b)/gm;
const BLANK = "\u00a0";

/** Places of the markers that Slack would take for markup: pairs that hug words from outside. */
function pairs(text: string): Set<number> {
  const found = new Set<number>();
  for (const marker of MARKERS) {
    let open = -1;
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === "\n") open = -1;
      if (text[at] !== marker) continue;
      const before = text[at - 1] ?? " ";
      const after = text[at + 1] ?? " ";
      if (open >= 0 && at > open + 1 && !/\s/.test(before) && !WORD.test(after)) {
        found.add(open).add(at);
        open = -1;
      } else if (!WORD.test(before) && !/\s/.test(after)) {
        open = at;
      }
    }
  }
  return found;
}

const entity = (sign: string) => `&#${sign.charCodeAt(0)};`;

function escapeWords(text: string): string {
  const markup = pairs(text);
  return text.replace(/[*_~\\[\]{}#|!=^$]/g, (sign, at: number) => (markup.has(at) ? sign : entity(sign)));
}

function escapeLines(text: string): string {
  return text
    .replace(/^[ \t]+/gm, (indent) => BLANK.repeat(indent.length))
    .replace(FOREIGN_START, (start) => entity(start[0]) + start.slice(1))
    .replace(/\n(?=\n)/g, `\n${BLANK}`);
}

export function escapeForRenderer(text: string): string {
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : escapeOutsideCode(part)))
    .join("");
}

function escapeOutsideCode(text: string): string {
  const words = text
    .split(ANGLED)
    .map((part, index) => (index % 2 === 1 ? part : escapeWords(part)))
    .join("");
  return escapeLines(words);
}

/** A block with all its mrkdwn escaped for the renderer. */
export function forRenderer<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(forRenderer) as Part;
  if (part === null || typeof part !== "object") return part;
  const copy: Json = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, forRenderer(value)]));
  if (copy.type === "mrkdwn" && typeof copy.text === "string") copy.text = escapeForRenderer(copy.text);
  return copy as Part;
}
