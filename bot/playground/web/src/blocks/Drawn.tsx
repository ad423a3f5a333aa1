/** One block as slack-blocks-to-jsx draws it; reports when that fails or leaves nothing to see. */

import { Component, type ComponentProps, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { type Block, Message } from "slack-blocks-to-jsx";

import { useDark } from "../dark";
import type { Json } from "../types";
import { saysAll } from "./drawable";
import { forRenderer } from "./mrkdwn";

const NAMES = {
  users: [
    { id: "U0YOU", name: "you" },
    { id: "U0UNITWISE", name: "Unitwise" },
  ],
  channels: [{ id: "C0BILLING", name: "billing" }],
};

const HOOKS: ComponentProps<typeof Message>["hooks"] = {
  // What is no emoji keeps its colons: the times in 9:00-9:25 are not a little picture called “00-9”.
  emoji: (emoji, draw) => (draw(emoji) === emoji.name ? `:${emoji.name}:` : draw(emoji)),
};

class Boundary extends Component<{ onCrash: () => void; children: ReactNode }, { crashed: boolean }> {
  state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  componentDidCatch() {
    this.props.onCrash();
  }

  render() {
    return this.state.crashed ? null : this.props.children;
  }
}

function hasSomethingToSee(element: HTMLElement): boolean {
  const marks = "img, svg, .slack_blocks_to_jsx__divider";
  return element.textContent!.trim() !== "" || element.querySelector(marks) !== null;
}

export function Drawn({ block, onUndrawable }: { block: Json; onUndrawable?: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useDark() ? "dark" : "light";
  useLayoutEffect(() => {
    const drawn = place.current;
    if (drawn && !(hasSomethingToSee(drawn) && saysAll(block, drawn.textContent!))) onUndrawable?.();
  });
  return (
    <div ref={place}>
      <Boundary onCrash={() => onUndrawable?.()}>
        <Message
          blocks={[forRenderer(block) as Block]}
          data={NAMES}
          hooks={HOOKS}
          theme={theme}
          name=""
          logo=""
          withoutWrapper
        />
      </Boundary>
    </div>
  );
}

/** A piece of text with Slack's markup; as it stands, should the renderer lose a part of it. */
export function Mrkdwn({ text }: { text: string }) {
  const [failed, setFailed] = useState(false);
  if (failed) return <div className="twin">{text}</div>;
  return (
    <Drawn block={{ type: "section", text: { type: "mrkdwn", text } }} onUndrawable={() => setFailed(true)} />
  );
}
