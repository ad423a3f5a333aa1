/** The page's side of the line to the local server. */

import type { Choice, Command, Thing, Values } from "./types";

/** Something went wrong; the message is for the person. */
export class Failed extends Error {}

async function post(path: string, body: object): Promise<any> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Failed("The playground does not answer. Is “unitwise serve” still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Failed(answer.error ?? `The playground answered with HTTP ${response.status}.`);
  }
  return answer;
}

export function send(channel: string, text: string): Promise<void> {
  return post("/playground/send", { channel, text });
}

export type Used = {
  channel?: string;
  ts?: string;
  form?: string;
  block_id: string;
  action_id: string;
  choice: Choice;
  values?: Values;
};

export function use(what: Used): Promise<void> {
  return post("/playground/action", what);
}

/** Sends the form in. Returns what the bot finds wrong, by block id. */
export async function sendForm(form: string, values: Values): Promise<{ [blockId: string]: string }> {
  const answer = await post("/playground/view", { form, values });
  return answer.errors ?? {};
}

export function closeForm(form: string): Promise<void> {
  return post("/playground/view", { form, closed: true });
}

/** What can be typed, and what to try first. */
export async function commandTable(): Promise<{ commands: Command[]; try: Thing[] }> {
  const response = await fetch("/playground/commands");
  if (!response.ok) throw new Failed("The list of commands could not be read.");
  return response.json();
}
