import { useState } from "preact/hooks";
import { Button } from "./button.tsx";

interface Props {
  readonly label: string;
  readonly action: string;
  readonly maxLength: number;
  readonly lines?: number;
  readonly busy: boolean;
  /** @param sent empties the field */
  readonly onSend: (text: string, sent: () => void) => void;
}

/** One text and a button that sends it. What was written stays until it has arrived. */
export function ComposeForm({ label, action, maxLength, lines = 1, busy, onSend }: Props) {
  const [text, setText] = useState("");
  const field = {
    "aria-label": label,
    placeholder: label,
    value: text,
    maxLength,
    required: true,
    onInput: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  };
  return (
    <form
      class="compose"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onSend(text.trim(), () => setText(""));
      }}
    >
      {lines > 1 ? <textarea {...field} rows={lines} /> : <input {...field} />}
      <Button submit busy={busy}>
        {action}
      </Button>
    </form>
  );
}
