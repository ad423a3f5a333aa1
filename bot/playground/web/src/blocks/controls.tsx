/** Everything a person can press or fill in. The renderer only draws such things; these work. */

import { type ReactNode, useId, useState } from "react";

import { Dialog } from "../Dialog";
import { ThumbDown, ThumbUp, Trash } from "../icons";
import type { Choice, Json } from "../types";

type Press = (choice: Choice) => Promise<void>;

const words = (text: Json | undefined): string => text?.text ?? "";

/** Runs one press at a time. */
function useBusy(press: Press): [boolean, Press] {
  const [busy, setBusy] = useState(false);
  const once = async (choice: Choice) => {
    if (busy) return;
    setBusy(true);
    try {
      await press(choice);
    } finally {
      setBusy(false);
    }
  };
  return [busy, once];
}

function Button({ control, press }: { control: Json; press: Press }) {
  const [busy, once] = useBusy(press);
  const [asking, setAsking] = useState(false);
  const go = () => {
    setAsking(false);
    if (control.url) window.open(control.url, "_blank", "noopener,noreferrer");
    void once(null);
  };
  return (
    <>
      <button
        type="button"
        className={`button ${control.style ?? ""}`}
        aria-label={control.accessibility_label}
        aria-busy={busy}
        onClick={() => (control.confirm ? setAsking(true) : go())}
      >
        {words(control.text)}
      </button>
      {asking && (
        <Dialog title={words(control.confirm.title)} onClose={() => setAsking(false)}>
          <div className="dialog-body">{words(control.confirm.text)}</div>
          <footer className="dialog-footer">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {words(control.confirm.deny) || "Cancel"}
            </button>
            <button type="button" className={`button ${control.confirm.style ?? "primary"}`} onClick={go}>
              {words(control.confirm.confirm) || "Yes"}
            </button>
          </footer>
        </Dialog>
      )}
    </>
  );
}

function FeedbackButtons({ control, press }: { control: Json; press: Press }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, once] = useBusy(press);
  const side = (name: string, button: Json, icon: ReactNode) => (
    <button
      type="button"
      className="icon-button"
      aria-label={button?.accessibility_label ?? words(button?.text)}
      title={button?.accessibility_label ?? words(button?.text)}
      aria-pressed={chosen === name}
      aria-busy={busy}
      onClick={() => {
        setChosen(name);
        void once(name);
      }}
    >
      {icon}
    </button>
  );
  return (
    <>
      {side("positive", control.positive_button, <ThumbUp filled={chosen === "positive"} />)}
      {side("negative", control.negative_button, <ThumbDown filled={chosen === "negative"} />)}
    </>
  );
}

function IconButton({ control, press }: { control: Json; press: Press }) {
  const [busy, once] = useBusy(press);
  const label = control.accessibility_label ?? words(control.text);
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      aria-busy={busy}
      onClick={() => void once(null)}
    >
      <Trash />
    </button>
  );
}

const optionsOf = (control: Json): Json[] => [
  ...(control.options ?? []),
  ...(control.option_groups ?? []).flatMap((group: Json) => group.options ?? []),
];

const TEXT_FIELD_TYPES: { [type: string]: string } = {
  plain_text_input: "text",
  number_input: "number",
  email_text_input: "email",
  url_text_input: "url",
  datepicker: "date",
  timepicker: "time",
};

/** What a control holds before anybody touches it. */
export function initialChoice(control: Json): Choice {
  switch (control.type) {
    case "checkboxes":
      return (control.initial_options ?? []).map((option: Json) => option.value);
    case "static_select":
    case "radio_buttons":
      return control.initial_option?.value ?? null;
    default:
      return control.initial_value ?? control.initial_date ?? control.initial_time ?? null;
  }
}

type FieldProps = {
  control: Json;
  value: Choice;
  onChange: (choice: Choice) => void;
  labelledBy?: string;
  describedBy?: string;
  invalid?: boolean;
};

/** A control that holds something. */
export function Field({ control, value, onChange, labelledBy, describedBy, invalid }: FieldProps) {
  const name = useId();
  const aria = {
    "aria-labelledby": labelledBy,
    "aria-describedby": describedBy,
    "aria-invalid": invalid || undefined,
  };
  const label = labelledBy ? undefined : words(control.placeholder) || "Choose";

  if (control.type === "static_select" || control.type === "overflow") {
    const options = (list: Json[] = []) =>
      list.map((option) => (
        <option key={option.value} value={option.value}>
          {words(option.text)}
        </option>
      ));
    return (
      <select
        className="field"
        {...aria}
        aria-label={label}
        value={(value as string) ?? ""}
        onChange={(event) => onChange(event.target.value || null)}
      >
        <option value="">
          {control.type === "overflow" ? "⋯" : words(control.placeholder) || "Choose an option"}
        </option>
        {options(control.options)}
        {(control.option_groups ?? []).map((group: Json) => (
          <optgroup key={words(group.label)} label={words(group.label)}>
            {options(group.options)}
          </optgroup>
        ))}
      </select>
    );
  }
  if (control.type === "radio_buttons" || control.type === "checkboxes") {
    const many = control.type === "checkboxes";
    const held = many ? ((value as string[]) ?? []) : [value];
    const pick = (option: string, on: boolean) =>
      onChange(
        many ? [...(held as string[]).filter((each) => each !== option), ...(on ? [option] : [])] : option,
      );
    return (
      <div className="choices" role={many ? "group" : "radiogroup"} {...aria}>
        {optionsOf(control).map((option) => (
          <label key={option.value} className="choice">
            <input
              type={many ? "checkbox" : "radio"}
              name={name}
              value={option.value}
              checked={held.includes(option.value)}
              onChange={(event) => pick(option.value, event.target.checked)}
            />
            <span>
              {words(option.text)}
              {option.description && <small>{words(option.description)}</small>}
            </span>
          </label>
        ))}
      </div>
    );
  }
  const shared = {
    className: "field",
    ...aria,
    "aria-label": label,
    value: (value as string) ?? "",
    placeholder: words(control.placeholder),
    minLength: control.min_length,
    maxLength: control.max_length,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value || null),
  };
  if (control.multiline) return <textarea rows={4} {...shared} />;
  return (
    <input
      {...shared}
      type={TEXT_FIELD_TYPES[control.type]}
      min={control.min_value}
      max={control.max_value}
      step={control.is_decimal_allowed ? "any" : undefined}
    />
  );
}

function ActingField({ control, press }: { control: Json; press: Press }) {
  const [value, setValue] = useState(() => initialChoice(control));
  const change = (choice: Choice) => {
    // A menu that was opened and closed again is no choice; and one that acts goes back to its dots.
    if (choice === null && control.type !== "checkboxes") return;
    setValue(control.type === "overflow" ? null : choice);
    void press(choice);
  };
  return <Field control={control} value={value} onChange={change} />;
}

/** A control that acts at once. */
export function Control({ control, press }: { control: Json; press: Press }) {
  switch (control.type) {
    case "button":
      return <Button control={control} press={press} />;
    case "feedback_buttons":
      return <FeedbackButtons control={control} press={press} />;
    case "icon_button":
      return <IconButton control={control} press={press} />;
    default:
      return <ActingField control={control} press={press} />;
  }
}
