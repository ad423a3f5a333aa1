/** What the composer offers while somebody types. */

import type { Command } from "./types";

export type Offer = { insert: string; name: string; hint: string; about: string };

/** Offers for what stands before the cursor; none when there is nothing to complete. */
export function offersFor(typed: string, commands: Command[], inChannel: boolean): Offer[] {
  const mention = /(?:^|\s)@(\w*)$/.exec(typed);
  if (mention && inChannel && "unitwise".startsWith(mention[1].toLowerCase())) {
    const insert = `${typed.slice(0, typed.length - mention[1].length - 1)}@Unitwise `;
    return [{ insert, name: "@Unitwise", hint: "", about: "Ask the bot in a sentence" }];
  }
  if (/^\/\S*$/.test(typed)) {
    return commands
      .filter((command) => command.name.startsWith(typed.toLowerCase()))
      .map(({ name, usage_hint, summary }) => ({
        insert: `${name} `,
        name,
        hint: usage_hint,
        about: summary,
      }));
  }
  const second = /^(\/\S+) +(\S*)$/.exec(typed);
  const command = commands.find(({ name }) => name === second?.[1].toLowerCase());
  return (command?.subcommands ?? [])
    .filter(({ name }) => name.startsWith(second![2].toLowerCase()))
    .map(({ name, usage, summary }) => ({
      insert: `${command!.name} ${name} `,
      name: `${command!.name} ${name}`,
      hint: usage.slice(`${command!.name} ${name}`.length).trim(),
      about: summary,
    }));
}

/** How the command at the start is used, once its name stands there. */
export function usageFor(typed: string, commands: Command[]): string {
  const name = /^(\/\S+) /.exec(typed)?.[1].toLowerCase();
  const command = commands.find((each) => each.name === name);
  return command ? `${command.name} ${command.usage_hint}` : "";
}
