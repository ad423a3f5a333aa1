/** The messages of one channel, or what to try when there are none yet. */

import { Fragment, useEffect, useLayoutEffect, useRef } from "react";

import { Hash } from "./icons";
import { Message, timeOf } from "./Message";
import type { Channel, Posted, Thing } from "./types";

const A_WHILE = 5 * 60 * 1000;
const NEAR = 120;

function dayOf(posted: Posted): string {
  const day = timeOf(posted).toDateString();
  if (day === new Date().toDateString()) return "Today";
  return timeOf(posted).toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric" });
}

/** Slack leaves out name and picture when the same person goes on within a few minutes. */
function followsOn(posted: Posted, before: Posted): boolean {
  return (
    before.author === posted.author &&
    !before.ephemeral &&
    timeOf(posted).getTime() - timeOf(before).getTime() < A_WHILE
  );
}

function Welcome({
  channel,
  things,
  onTry,
}: {
  channel: Channel;
  things: Thing[];
  onTry: (line: string) => void;
}) {
  return (
    <section className="welcome" aria-label="Things to try">
      <h2>
        {channel.direct ? (
          channel.name
        ) : (
          <>
            <Hash />
            {channel.name}
          </>
        )}
      </h2>
      <p>
        {channel.direct
          ? "This is your conversation with Unitwise. Only the two of you are in it."
          : "This is where the clinic talks about billing. Ask Unitwise how a visit is billed."}
      </p>
      <h3>Try one of these</h3>
      <ul>
        {things.map(({ line, about }) => (
          <li key={line}>
            <button type="button" className="try" onClick={() => onTry(line)}>
              <code>{line}</code>
              {about && <span>{about}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Props = { channel: Channel; messages: Posted[]; things: Thing[]; onTry: (line: string) => void };

export function Conversation({ channel, messages, things, onTry }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const own = messages.filter((posted) => posted.channel === channel.id);
  const parents = new Set(own.map((posted) => posted.ts));
  const isReply = (posted: Posted) =>
    posted.threadTs !== null && posted.threadTs !== posted.ts && parents.has(posted.threadTs);
  const top = own.filter((posted) => !isReply(posted));

  useLayoutEffect(() => {
    const element = list.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  });
  useEffect(() => {
    atEnd.current = true;
  }, [channel.id]);

  return (
    <div
      className="conversation"
      ref={list}
      role="log"
      aria-label={`Messages in ${channel.name}`}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }}
    >
      <div className="messages">
        {own.length === 0 && <Welcome channel={channel} things={things} onTry={onTry} />}
        {top.map((posted, index) => {
          const before = top[index - 1];
          const newDay = before === undefined || dayOf(before) !== dayOf(posted);
          return (
            <Fragment key={posted.ts}>
              {newDay && (
                <div className="day">
                  <span>{dayOf(posted)}</span>
                </div>
              )}
              <Message
                posted={posted}
                follows={!newDay && followsOn(posted, before)}
                replies={own.filter((each) => isReply(each) && each.threadTs === posted.ts)}
              />
            </Fragment>
          );
        })}
      </div>
    </div>
  );
}
