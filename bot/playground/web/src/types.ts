/** What the server sends. Blocks stay plain data: they are whatever the bot sent. */

export type Json = { [name: string]: any };

export type Channel = { id: string; name: string; topic: string; direct: boolean };

export type Posted = {
  ts: string;
  channel: string;
  author: "you" | "bot" | "playground";
  text: string;
  blocks: Json[];
  ephemeral: boolean;
  threadTs: string | null;
  edited: boolean;
  refused: string | null;
  failed: boolean;
};

export type Form = {
  id: string;
  hash: string;
  title: Json | null;
  submit: Json | null;
  close: Json | null;
  blocks: Json[];
  refused: string | null;
};

export type Subcommand = { name: string; summary: string; usage: string; example: string };

export type Command = {
  name: string;
  summary: string;
  usage_hint: string;
  examples: string[];
  subcommands: Subcommand[];
};

/** A line that works as it stands, for somebody who is here for the first time. */
export type Thing = { line: string; about: string };

/** What a person put into a control: an option's value, a list of them, or text. */
export type Choice = string | string[] | null;

/** By block id and action id. */
export type Values = { [blockId: string]: { [actionId: string]: Choice } };
