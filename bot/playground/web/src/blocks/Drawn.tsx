/** One block as slack-blocks-to-jsx draws it; reports when that fails or leaves nothing to see. */

import { Component, type ReactNode, useLayoutEffect, useRef } from "react";
import { type Block, Message } from "slack-blocks-to-jsx";

import { useDark } from "../dark";
import type { Json } from "../types";

const NAMES = {
  users: [
    { id: "U0YOU", name: "you" },
    { id: "U0UNITWISE", name: "Unitwise" },
  ],
  channels: [{ id: "C0BILLING", name: "billing" }],
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
    if (place.current && !hasSomethingToSee(place.current)) onUndrawable?.();
  });
  return (
    <div ref={place}>
      <Boundary onCrash={() => onUndrawable?.()}>
        <Message blocks={[block as Block]} data={NAMES} theme={theme} name="" logo="" withoutWrapper />
      </Boundary>
    </div>
  );
}

/** A piece of text with Slack's markup. */
export function Mrkdwn({ text }: { text: string }) {
  return <Drawn block={{ type: "section", text: { type: "mrkdwn", text } }} />;
}
