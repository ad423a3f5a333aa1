/** One message, as Slack shows it. */

import { useAttempt } from "./attempt";
import { Blocks } from "./blocks/Blocks";
import { Mrkdwn } from "./blocks/Drawn";
import { BotPicture, Eye, NoticePicture, Warning, YourPicture } from "./icons";
import { use } from "./server";
import type { Choice, Posted } from "./types";

const NAMES = { you: "You", bot: "Unitwise", playground: "Playground" };

function Picture({ posted }: { posted: Posted }) {
  if (posted.author === "you") return <YourPicture />;
  if (posted.author === "bot") return <BotPicture />;
  return <NoticePicture failed={posted.failed} />;
}

export const timeOf = (posted: Posted) => new Date(Number(posted.ts) * 1000);

const clock = (time: Date) => time.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });

export function Refused({ words }: { words: string }) {
  return (
    <p className="refused" role="note">
      <Warning size={16} />
      <span>
        <b>Slack would refuse this:</b> {words}
      </span>
    </p>
  );
}

function Content({ posted }: { posted: Posted }) {
  const attempt = useAttempt();
  if (posted.failed) return <p className="failure">{posted.text}</p>;
  if (posted.blocks.length === 0) return <Mrkdwn text={posted.text} />;
  const press = (blockId: string, actionId: string, choice: Choice) =>
    attempt(() =>
      use({ channel: posted.channel, ts: posted.ts, block_id: blockId, action_id: actionId, choice }),
    );
  return (
    <Blocks
      // New blocks have new ids: what could not be drawn before may be drawable now.
      key={posted.blocks.map((block) => block.block_id).join()}
      blocks={posted.blocks}
      text={posted.text}
      use={press}
    />
  );
}

export function Message({
  posted,
  follows,
  replies,
}: {
  posted: Posted;
  follows: boolean;
  replies: Posted[];
}) {
  const time = timeOf(posted);
  const name = NAMES[posted.author];
  const alone = !follows || posted.ephemeral;
  return (
    <article
      className={`message ${posted.author} ${posted.ephemeral ? "ephemeral" : ""}`}
      aria-label={`${name}, ${clock(time)}`}
    >
      {posted.ephemeral && (
        <p className="only-you">
          <span className="gutter">
            <Eye />
          </span>
          Only visible to you
        </p>
      )}
      <div className="row">
        <div className="gutter">{alone && <Picture posted={posted} />}</div>
        <div className="body">
          {alone && (
            <header className="byline">
              <b className="name">{name}</b>
              {posted.author === "bot" && <span className="app-badge">APP</span>}
              <time dateTime={time.toISOString()}>{clock(time)}</time>
            </header>
          )}
          {posted.refused && <Refused words={posted.refused} />}
          <Content posted={posted} />
          {posted.edited && <span className="edited">(edited)</span>}
          {replies.length > 0 && (
            <div className="thread" role="group" aria-label="Replies in the thread">
              {replies.map((reply) => (
                <Message key={reply.ts} posted={reply} follows={false} replies={[]} />
              ))}
            </div>
          )}
        </div>
      </div>
    </article>
  );
}
