/** The whole page: channels at the left (on top on a phone), the conversation, the composer, a form. */

import { useEffect, useState } from "react";

import { type Attempt, AttemptContext } from "./attempt";
import { Composer } from "./Composer";
import { Conversation } from "./Conversation";
import { FormDialog } from "./FormDialog";
import { BotPicture, Hash } from "./icons";
import * as server from "./server";
import { useServerState } from "./state";
import type { Channel, Command, Posted, Thing } from "./types";

const MAX_HISTORY = 50;

function ChannelButton({
  channel,
  current,
  unread,
  onChoose,
}: {
  channel: Channel;
  current: boolean;
  unread: boolean;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      className={`channel ${unread ? "unread" : ""}`}
      aria-current={current ? "page" : undefined}
      onClick={onChoose}
    >
      {channel.direct ? <BotPicture size={20} /> : <Hash />}
      <span>{channel.name}</span>
      {unread && <span className="visually-hidden">, new messages</span>}
    </button>
  );
}

const newest = (messages: Posted[], channel: string) =>
  messages.reduce(
    (last, posted) => (posted.channel === channel ? Math.max(last, Number(posted.ts)) : last),
    0,
  );

export function App() {
  const state = useServerState();
  const [table, setTable] = useState<{ commands: Command[]; try: Thing[] }>({ commands: [], try: [] });
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [seen, setSeen] = useState<{ [channel: string]: number }>({});
  const [history, setHistory] = useState<string[]>([]);
  const [waiting, setWaiting] = useState(0);
  const [failure, setFailure] = useState("");

  const current = state.channels.find((channel) => channel.id === currentId) ?? state.channels[0];
  const latest = current ? newest(state.messages, current.id) : 0;
  useEffect(() => {
    if (current) setSeen((before) => ({ ...before, [current.id]: latest }));
  }, [current?.id, latest]);
  useEffect(() => {
    if (state.connected) server.commandTable().then(setTable, () => undefined);
  }, [state.connected]);
  useEffect(() => {
    document.title = current
      ? `${current.direct ? "" : "#"}${current.name} · Unitwise playground`
      : "Unitwise playground";
  }, [current?.id]);
  useEffect(() => {
    // What was there when the page opened is not news.
    if (state.ready)
      setSeen(Object.fromEntries(state.channels.map(({ id }) => [id, newest(state.messages, id)])));
  }, [state.ready]);

  const attempt: Attempt = async (work) => {
    setFailure("");
    try {
      await work();
    } catch (fault) {
      if (!(fault instanceof server.Failed)) throw fault;
      setFailure(fault.message);
    }
  };

  if (!state.ready || !current) {
    return (
      <p className="starting">
        {state.connected
          ? "Opening the playground …"
          : "The playground does not answer. Is “unitwise serve” still running?"}
      </p>
    );
  }

  const send = async (text: string) => {
    setHistory((before) => [...before.filter((line) => line !== text), text].slice(-MAX_HISTORY));
    setWaiting((count) => count + 1);
    await attempt(() => server.send(current.id, text));
    setWaiting((count) => count - 1);
  };
  const unread = (channel: Channel) =>
    channel.id !== current.id && newest(state.messages, channel.id) > (seen[channel.id] ?? 0);
  const button = (channel: Channel) => (
    <ChannelButton
      key={channel.id}
      channel={channel}
      current={channel.id === current.id}
      unread={unread(channel)}
      onChoose={() => setCurrentId(channel.id)}
    />
  );

  return (
    <AttemptContext.Provider value={attempt}>
      <div className="page">
        <nav className="rail" aria-label="Channels">
          <h1 className="workspace">
            {state.workspace} <small>Unitwise playground</small>
          </h1>
          <div className="channels">
            <h2>Channels</h2>
            {state.channels.filter((channel) => !channel.direct).map(button)}
            <h2>Direct messages</h2>
            {state.channels.filter((channel) => channel.direct).map(button)}
          </div>
          <p className="rail-note">
            A practice workspace on this computer. Do not type patient names here either.
          </p>
        </nav>
        <main className="main">
          <header className="channel-header">
            <h2>
              {current.direct ? <BotPicture size={24} /> : <Hash />}
              {current.name}
            </h2>
            <p>{current.topic}</p>
          </header>
          {!state.connected && (
            <p className="banner" role="alert">
              The connection to the playground is lost. Is “unitwise serve” still running? Trying again …
            </p>
          )}
          {failure && (
            <p className="banner" role="alert">
              {failure}
              <button type="button" onClick={() => setFailure("")}>
                Close
              </button>
            </p>
          )}
          <Conversation channel={current} messages={state.messages} things={table.try} onTry={send} />
          <Composer
            channel={current}
            commands={table.commands}
            history={history}
            busy={waiting > 0}
            onSend={send}
          />
        </main>
        {state.form && <FormDialog key={state.form.id + state.form.hash} form={state.form} />}
      </div>
    </AttemptContext.Provider>
  );
}
