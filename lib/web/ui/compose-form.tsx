import { useState } from "preact/hooks";
import { Button } from "./button.tsx";

interface Props {
  readonly label: string;
  readonly action: string;
  readonly maxLength: number;
  readonly lines?: number;
  readonly busy: boolean;
  /** @param clear empties the field; to be called once the text is sent */
  readonly onSend: (text: string, clear: () => void) => void;
}

/** A text field and a button that sends it. The text stays in the field until it is sent. */
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
