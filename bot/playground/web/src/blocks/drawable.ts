/** Which blocks this page can draw, and which of them a person can press. */

import type { Json } from "../types";

const CONTROLS = new Set([
  "button",
  "feedback_buttons",
  "icon_button",
  "static_select",
  "overflow",
  "radio_buttons",
  "checkboxes",
  "plain_text_input",
  "number_input",
  "email_text_input",
  "url_text_input",
  "datepicker",
  "timepicker",
]);

/** Keys whose values would make the browser load something. */
const LOADS = new Set(["image_url", "thumb_url", "thumbnail_url", "video_url", "icon_url", "slack_file"]);

/** Blocks whose buttons the renderer draws without any way to press them. */
const DEAD_BUTTONS = new Set(["card", "carousel", "container"]);

/** The controls of a block, in order; empty for a block that is only read. */
export function controlsOf(block: Json): Json[] {
  if (block.type === "actions" || block.type === "context_actions") return block.elements ?? [];
  if (block.type === "input") return block.element ? [block.element] : [];
  if (block.type === "section" && block.accessory && block.accessory.type !== "image")
    return [block.accessory];
  return [];
}

function anywhere(part: unknown, found: (key: string, value: unknown) => boolean): boolean {
  if (part === null || typeof part !== "object") return false;
  return Object.entries(part).some(([key, value]) => found(key, value) || anywhere(value, found));
}

/** Nothing is ever loaded from outside, so a picture from there cannot be shown. */
function loadsFromOutside(block: Json): boolean {
  return anywhere(
    block,
    (key, value) => LOADS.has(key) && !(typeof value === "string" && value.startsWith("data:")),
  );
}

export function isDrawable(block: Json): boolean {
  if (loadsFromOutside(block)) return false;
  if (DEAD_BUTTONS.has(block.type) && anywhere(block, (key) => key === "action_id")) return false;
  return controlsOf(block).every((control) => CONTROLS.has(control.type));
}

/** Every text in a part, for a form, which has no text of its own to fall back to. */
export function textsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsIn);
  if (part === null || typeof part !== "object") return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === "text" && typeof value === "string" ? [value] : textsIn(value),
  );
}

/** The letters and digits of every text in a block, without markup; a link or a mention may show other words. */
function lettersOf(part: unknown): string {
  if (Array.isArray(part)) return part.map(lettersOf).join("");
  if (part === null || typeof part !== "object") return "";
  const { type, text } = part as Json;
  if (typeof text === "string" && type !== "markdown") return letters(text.replace(MARKUP, ""));
  return Object.values(part).map(lettersOf).join("");
}

const MARKUP = /<[^<>\n]*>|&(?:amp|lt|gt);|:[\w+-]*:/g;
const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");

/** Whether a text that was drawn holds all that the block says, in its order. The renderer may drop a line. */
export function saysAll(block: Json, drawn: string): boolean {
  const wanted = lettersOf(block);
  const there = letters(drawn);
  let found = 0;
  for (let at = 0; at < there.length && found < wanted.length; at += 1) {
    if (there[at] === wanted[found]) found += 1;
  }
  return found === wanted.length;
}
