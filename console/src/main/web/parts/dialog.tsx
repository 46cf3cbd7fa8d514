import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from "react";
import { Problem } from "../api/client";
import { Failure } from "./states";

/** A window over the page; Escape closes it. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div className="inside">
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

export type Field = {
  name: string;
  label: string;
  kind?: "text" | "datetime-local" | "number" | "area" | "select";
  options?: string[];
  required?: boolean;
  value?: string;
  hint?: string;
  step?: string;
  min?: string;
  max?: string;
};

/** Every change asks why: the audit shows it to those who come later. */
const REASON: Field = { name: "reason", label: "Why", kind: "area", required: true, hint: "Others read this later." };

export type Values = Record<string, string>;

export type Action = {
  title: string;
  /** What will happen, in a sentence. */
  effect: ReactNode;
  verb: string;
  danger?: boolean;
  fields?: Field[];
  run: (values: Values) => Promise<string>;
};

/** Says what an action does, asks why, does it, and says what came of it. */
export function ActionDialog({
  action,
  onDone,
  onClose,
}: {
  action: Action;
  onDone: (said: string) => Promise<void>;
  onClose: () => void;
}) {
  const fields = [...(action.fields ?? []), REASON];
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(fields.map((field) => [field.name, field.value ?? ""])),
  );
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await onDone(await action.run(values));
    } catch (failure) {
      setProblem(failure instanceof Problem ? failure : new Problem(0, String(failure)));
      setBusy(false);
    }
  }

  return (
    <Dialog title={action.title} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="effect">{action.effect}</div>
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name] ?? ""}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        {problem && <Failure problem={problem} />}
        <div className="buttons">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className={action.danger ? "danger" : "primary"} disabled={busy}>
            {busy ? "…" : action.verb}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function FieldInput({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  const id = useId();
  const common = {
    id,
    name: field.name,
    value,
    required: field.required,
    "aria-describedby": field.hint ? `${id}-hint` : undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{field.label}</label>
      {field.kind === "area" ? (
        <textarea {...common} rows={2} maxLength={1000} />
      ) : field.kind === "select" ? (
        <select {...common}>
          {(field.options ?? []).map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input {...common} type={field.kind ?? "text"} step={field.step} min={field.min} max={field.max} />
      )}
      {field.hint && (
        <small id={`${id}-hint`} className="quiet">
          {field.hint}
        </small>
      )}
    </div>
  );
}

/**
 * Buttons of what may be done here; each opens its dialog, which closes once what it did was read
 * anew: the next change insists on that, not on what was there before.
 */
export function Actions({ actions, onDone }: { actions: Action[]; onDone: () => Promise<unknown> }) {
  const [open, setOpen] = useState<Action | null>(null);
  if (actions.length === 0) return null;
  return (
    <div className="actions">
      {actions.map((action) => (
        <button
          key={action.title}
          type="button"
          className={action.danger ? "danger" : undefined}
          onClick={() => setOpen(action)}
        >
          {action.verb}
        </button>
      ))}
      {open && (
        <ActionDialog
          action={open}
          onClose={() => setOpen(null)}
          onDone={async (said) => {
            await onDone();
            setOpen(null);
            toast(said);
          }}
        />
      )}
    </div>
  );
}

type Toast = { id: number; text: string };
let toasts: Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** Says something that goes away by itself. */
export function toast(text: string) {
  const id = nextId++;
  toasts = [...toasts.slice(-2), { id, text }];
  listeners.forEach((listener) => listener());
  window.setTimeout(() => {
    toasts = toasts.filter((each) => each.id !== id);
    listeners.forEach((listener) => listener());
  }, 6_000);
}

export function Toasts() {
  const [, draw] = useState(0);
  useEffect(() => {
    const mine = () => draw((n) => n + 1);
    listeners.add(mine);
    return () => {
      listeners.delete(mine);
    };
  }, []);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((each) => (
        <div key={each.id} className="toast">
          <bdi>{each.text}</bdi>
        </div>
      ))}
    </div>
  );
}
