/**
 * Slack's markup knows less than the renderer takes it for: no headings, lists, tables, rules, escapes or
 * indented code, and a star inside a word is a star. Whatever Slack would show as it stands is written as an
 * entity here, so that the renderer shows it too; a backslash would not do, because the renderer rewrites
 * stars and tildes before it looks for backslashes.
 */

import type { Json } from "../types";

/** Code and links stay as they are. */
const UNTOUCHED = /```[\s\S]*?```|`[^`\n]+`|<[^<>\n]+>/g;
/** In code there are no entities, but the renderer doubles a pair of these there, too; these look the same. */
const IN_CODE: { [sign: string]: string } = { "*": "\u2217", "~": "\u223c" };
const LINK = "\ufffb";
const CODE = "\ufffc";
const MARKERS = "*_~";
const WORD = /[\p{L}\p{N}]/u;
/** Signs that mean something to the renderer and nothing to Slack: anywhere, and where they start a line. */
const FOREIGN = /^(?:[\\[\]{}#|!=^$]|::)/;
const FOREIGN_START = /^(?:[-+:]|\d+[.)]|(?:im|ex)port\b)/;
const LOOK_AHEAD = 12;
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

export function escapeForRenderer(text: string): string {
  const masked = text.replace(UNTOUCHED, (part) => (part[0] === "`" ? CODE : LINK).repeat(part.length));
  const markup = pairs(masked);
  let escaped = "";
  let indent = true;
  for (let at = 0; at < text.length; at += 1) {
    const sign = masked[at];
    const rest = masked.slice(at, at + LOOK_AHEAD);
    const startsLine = at === 0 || masked[at - 1] === "\n";
    if (sign === LINK) escaped += text[at];
    else if (sign === CODE) escaped += IN_CODE[text[at]] ?? text[at];
    else if (MARKERS.includes(sign)) escaped += markup.has(at) ? sign : entity(sign);
    else if (FOREIGN.test(rest) || (startsLine && FOREIGN_START.test(rest))) escaped += entity(sign);
    else if (sign === "\n" && startsLine) escaped += `${BLANK}\n`;
    else if (indent && (sign === " " || sign === "\t")) escaped += BLANK;
    else escaped += sign;
    indent = sign === "\n" || (indent && (sign === " " || sign === "\t"));
  }
  return escaped;
}

/** A block with all its mrkdwn escaped for the renderer. */
export function forRenderer<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(forRenderer) as Part;
  if (part === null || typeof part !== "object") return part;
  const copy: Json = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, forRenderer(value)]),
  );
  if (copy.type === "mrkdwn" && typeof copy.text === "string") copy.text = escapeForRenderer(copy.text);
  return copy as Part;
}
