/** Where one types: Enter sends, Tab completes, the up arrow brings back what was sent before. */

import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";

import { type Offer, offersFor, usageFor } from "./completion";
import { At, BotPicture, Plane, Slash } from "./icons";
import type { Channel, Command } from "./types";

const MAX_HEIGHT = 200;

type Props = {
  channel: Channel;
  commands: Command[];
  history: string[];
  busy: boolean;
  onSend: (text: string) => void;
};

export function Composer({ channel, commands, history, busy, onSend }: Props) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const [recalled, setRecalled] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const offers = dismissed || recalled !== null ? [] : offersFor(text, commands, !channel.direct);
  const picked = offers[Math.min(chosen, offers.length - 1)];
  const usage = offers.length === 0 ? usageFor(text, commands) : "";

  useEffect(() => {
    // Not on a phone, where it would bring up the keyboard over half of the page.
    if (window.matchMedia("(hover: hover)").matches) field.current?.focus();
  }, [channel.id]);
  useLayoutEffect(() => {
    const element = field.current!;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, MAX_HEIGHT)}px`;
  }, [text]);

  const change = (value: string) => {
    setText(value);
    setChosen(0);
    setDismissed(false);
    setRecalled(null);
  };
  const complete = (offer: Offer) => {
    change(offer.insert);
    field.current?.focus();
  };
  const submit = () => {
    if (text.trim() === "") return;
    onSend(text.trim());
    change("");
  };
  const recall = (step: number) => {
    const at = (recalled ?? history.length) + step;
    if (at < 0) return;
    setRecalled(at < history.length ? at : null);
    setText(history[at] ?? "");
  };

  /** Keys that mean something while offers are shown. Returns whether the key was used. */
  const onOfferKey = (key: string): boolean => {
    if (key === "ArrowDown") setChosen((chosen + 1) % offers.length);
    else if (key === "ArrowUp") setChosen((chosen + offers.length - 1) % offers.length);
    else if (key === "Escape") setDismissed(true);
    else if (key === "Tab") complete(picked);
    // Enter completes a name in the making, but sends one that stands there whole.
    else if (key === "Enter" && picked.insert.trim() !== text.trim()) complete(picked);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (offers.length > 0 && onOfferKey(event.key)) {
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && (text === "" || recalled !== null)) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === "ArrowDown" && recalled !== null) {
      event.preventDefault();
      recall(1);
    }
  };
  const start = (sign: string) => {
    if (!text.startsWith(sign))
      change(sign === "/" ? sign : `${text}${text && !text.endsWith(" ") ? " " : ""}${sign}`);
    field.current?.focus();
  };

  return (
    <div className="composer-area">
      {offers.length > 0 && (
        <ul className="offers" id={listId} role="listbox" aria-label="Commands">
          {offers.map((offer, index) => (
            <li
              key={offer.name}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={offer === picked}
              onPointerEnter={() => setChosen(index)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => complete(offer)}
            >
              <BotPicture size={28} />
              <span className="offer">
                <span className="offer-line">
                  <b>{offer.name}</b> <span className="offer-hint">{offer.hint}</span>
                </span>
                <span className="offer-about">{offer.about}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="composer">
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={`Message ${channel.direct ? "" : "#"}${channel.name}`}
          aria-label={`Message ${channel.direct ? "" : "#"}${channel.name}`}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={offers.length > 0 ? listId : undefined}
          aria-activedescendant={picked ? `${listId}-${offers.indexOf(picked)}` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="send"
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="tools">
          <button
            type="button"
            className="icon-button plain"
            aria-label="Commands"
            title="Commands"
            onClick={() => start("/")}
          >
            <Slash />
          </button>
          {!channel.direct && (
            <button
              type="button"
              className="icon-button plain"
              aria-label="Mention Unitwise"
              title="Mention Unitwise"
              onClick={() => start("@")}
            >
              <At />
            </button>
          )}
          <button
            type="button"
            className="send"
            aria-label="Send"
            title="Send"
            disabled={text.trim() === ""}
            onClick={submit}
          >
            <Plane />
          </button>
        </div>
      </div>
      <p className="below" aria-live="polite">
        {busy
          ? "Unitwise is answering …"
          : usage || (
              <span className="keys">
                <b>Enter</b> to send · <b>Shift + Enter</b> for a new line · <b>↑</b> for what you sent before
              </span>
            )}
      </p>
    </div>
  );
}
