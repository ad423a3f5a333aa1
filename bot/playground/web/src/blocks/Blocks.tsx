/** A message's blocks. When one of them cannot be drawn the message's text stands in, never nothing. */

import { type ReactNode, useState } from "react";

import type { Choice, Json } from "../types";
import { Control } from "./controls";
import { Drawn } from "./Drawn";
import { controlsOf, isDrawable } from "./drawable";

/** Slack writes these three characters as entities. */
function unescaped(text: string): string {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

type Use = (blockId: string, actionId: string, choice: Choice) => Promise<void>;

/** A block with buttons or menus that act at once. */
export function ActingBlock({
  block,
  use,
  onUndrawable,
}: {
  block: Json;
  use: Use;
  onUndrawable?: () => void;
}) {
  const controls = controlsOf(block).map((control, index) => (
    <Control
      key={control.action_id ?? index}
      control={control}
      press={(choice) => use(block.block_id, control.action_id, choice)}
    />
  ));
  if (block.type !== "section") return <div className={`controls ${block.type}`}>{controls}</div>;
  const { accessory: _, ...plain } = block;
  return (
    <div className="with-accessory">
      <Drawn block={plain} onUndrawable={onUndrawable} />
      <div className="accessory">{controls}</div>
    </div>
  );
}

export function Blocks({ blocks, text, use }: { blocks: Json[]; text: string; use: Use }) {
  const [failed, setFailed] = useState(false);
  const onUndrawable = () => setFailed(true);
  const draw = (block: Json): ReactNode =>
    controlsOf(block).length > 0 ? (
      <ActingBlock key={block.block_id} block={block} use={use} onUndrawable={onUndrawable} />
    ) : (
      <Drawn key={block.block_id} block={block} onUndrawable={onUndrawable} />
    );

  if (!failed && blocks.every(isDrawable)) return <>{blocks.map(draw)}</>;

  const pressable = blocks.filter((block) => block.type.endsWith("actions") && isDrawable(block));
  return (
    <>
      <div className="twin">
        {unescaped(text) || "This message has no text, and its blocks cannot be drawn here."}
      </div>
      <p className="twin-note">Shown as plain text: this page cannot draw every part of this message.</p>
      {pressable.map(draw)}
    </>
  );
}
