/** What the page shows, kept up to date by the server's stream. */

import { useEffect, useReducer } from "react";

import type { Channel, Form, Posted } from "./types";

export type State = {
  ready: boolean;
  connected: boolean;
  workspace: string;
  channels: Channel[];
  messages: Posted[];
  form: Form | null;
};

type Change =
  | { kind: "state"; data: Omit<State, "ready" | "connected"> }
  | { kind: "message"; data: Posted }
  | { kind: "gone"; data: { channel: string; ts: string } }
  | { kind: "form"; data: Form | null }
  | { kind: "lost" };

const EMPTY: State = {
  ready: false,
  connected: true,
  workspace: "",
  channels: [],
  messages: [],
  form: null,
};

const same = (a: { channel: string; ts: string }, b: { channel: string; ts: string }) =>
  a.channel === b.channel && a.ts === b.ts;

function changed(state: State, change: Change): State {
  switch (change.kind) {
    case "state":
      return { ...change.data, ready: true, connected: true };
    case "message": {
      const known = state.messages.some((message) => same(message, change.data));
      const messages = known
        ? state.messages.map((message) => (same(message, change.data) ? change.data : message))
        : [...state.messages, change.data];
      return { ...state, messages };
    }
    case "gone":
      return { ...state, messages: state.messages.filter((message) => !same(message, change.data)) };
    case "form":
      return { ...state, form: change.data };
    case "lost":
      return { ...state, connected: false };
  }
}

export function useServerState(): State {
  const [state, apply] = useReducer(changed, EMPTY);
  useEffect(() => {
    const stream = new EventSource("/playground/stream");
    for (const kind of ["state", "message", "gone", "form"] as const) {
      stream.addEventListener(kind, (event) => apply({ kind, data: JSON.parse(event.data) }));
    }
    // The browser tries again by itself; each new stream starts with the whole state.
    stream.onerror = () => apply({ kind: "lost" });
    return () => stream.close();
  }, []);
  return state;
}
