/** A form that the bot opened (Slack says modal). */

import { useId, useState } from "react";

import { ActingBlock } from "./blocks/Blocks";
import { Field, initialChoice } from "./blocks/controls";
import { Drawn } from "./blocks/Drawn";
import { controlsOf, isDrawable, textsIn } from "./blocks/drawable";
import { Dialog } from "./Dialog";
import { Refused } from "./Message";
import { closeForm, Failed, sendForm, use } from "./server";
import type { Choice, Form, Json, Values } from "./types";

type Faults = { [blockId: string]: string };

function isEmpty(choice: Choice): boolean {
  return choice === null || choice.length === 0;
}

function InputBlock({
  block,
  value,
  fault,
  onChange,
}: {
  block: Json;
  value: Choice;
  fault?: string;
  onChange: (choice: Choice) => void;
}) {
  const label = useId();
  const notes = useId();
  return (
    <div className={`input-block ${fault ? "faulty" : ""}`}>
      <div className="input-label" id={label}>
        {block.label?.text}
        {block.optional && <span className="optional"> (optional)</span>}
      </div>
      <Field
        control={block.element}
        value={value}
        onChange={onChange}
        labelledBy={label}
        describedBy={notes}
        invalid={!!fault}
      />
      <div id={notes}>
        {fault && (
          <p className="input-fault" role="alert">
            {fault}
          </p>
        )}
        {block.hint && <p className="input-hint">{block.hint.text}</p>}
      </div>
    </div>
  );
}

function FormBlock({
  block,
  ...rest
}: {
  block: Json;
  value: Choice;
  fault?: string;
  onChange: (choice: Choice) => void;
  useNow: (blockId: string, actionId: string, choice: Choice) => Promise<void>;
}) {
  const [failed, setFailed] = useState(false);
  if (failed || !isDrawable(block)) {
    return (
      <div className="twin">
        <p>{textsIn(block).join(" · ")}</p>
        <p className="twin-note">Shown as plain text: this page cannot draw this part ({block.type}).</p>
      </div>
    );
  }
  if (block.type === "input") return <InputBlock block={block} {...rest} />;
  if (controlsOf(block).length > 0)
    return <ActingBlock block={block} use={rest.useNow} onUndrawable={() => setFailed(true)} />;
  return <Drawn block={block} onUndrawable={() => setFailed(true)} />;
}

export function FormDialog({ form }: { form: Form }) {
  const inputs = form.blocks.filter((block) => block.type === "input" && isDrawable(block));
  const [held, setHeld] = useState<{ [blockId: string]: Choice }>(() =>
    Object.fromEntries(inputs.map((block) => [block.block_id, initialChoice(block.element)])),
  );
  const [faults, setFaults] = useState<Faults>({});
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);

  const values: Values = Object.fromEntries(
    inputs.map((block) => [block.block_id, { [block.element.action_id]: held[block.block_id] ?? null }]),
  );
  const guarded = async (work: () => Promise<void>) => {
    setFailure("");
    try {
      await work();
    } catch (fault) {
      if (!(fault instanceof Failed)) throw fault;
      setFailure(fault.message);
    }
  };
  const close = () => void guarded(() => closeForm(form.id));
  const submit = async () => {
    const missing = inputs.filter((block) => !block.optional && isEmpty(held[block.block_id] ?? null));
    if (missing.length > 0) {
      setFaults(
        Object.fromEntries(missing.map((block) => [block.block_id, "Please complete this required field."])),
      );
      return;
    }
    setBusy(true);
    await guarded(async () => {
      const found = await sendForm(form.id, values);
      setFaults(found);
      const elsewhere = Object.entries(found).filter(([blockId]) => !(blockId in values));
      if (elsewhere.length > 0) setFailure(elsewhere.map(([, words]) => words).join(" "));
    });
    setBusy(false);
  };
  return (
    <Dialog title={form.title?.text ?? ""} onClose={close}>
      <form
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <div className="dialog-body">
          {form.refused && <Refused words={form.refused} />}
          {failure && (
            <p className="form-failure" role="alert">
              {failure}
            </p>
          )}
          {form.blocks.map((block) => (
            <FormBlock
              key={block.block_id}
              block={block}
              value={held[block.block_id] ?? null}
              fault={faults[block.block_id]}
              onChange={(choice) => setHeld({ ...held, [block.block_id]: choice })}
              useNow={(blockId, actionId, choice) =>
                guarded(() => use({ form: form.id, block_id: blockId, action_id: actionId, choice, values }))
              }
            />
          ))}
        </div>
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={close}>
            {form.close?.text ?? "Close"}
          </button>
          {form.submit && (
            <button type="submit" className="button primary" aria-busy={busy}>
              {form.submit.text}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
