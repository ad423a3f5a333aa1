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
