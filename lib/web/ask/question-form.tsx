import type { RefObject } from "preact";
import { Button } from "../ui/button.tsx";

interface Props {
  readonly busy: boolean;
  /** A question that the stage can answer. */
  readonly example: string | undefined;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onAsk: (question: string) => void;
}

/** As long as the API takes them. */
const maxLength = 5000;

/** One line for a question. An empty one is not sent. */
export function QuestionForm({ busy, example, field, onAsk }: Props) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const question = field.current?.value.trim() ?? "";
    if (question === "") field.current?.focus();
    else if (!busy) onAsk(question);
  };
  return (
    <form class="ask-form" onSubmit={submit}>
      <label class="field" for="question">
        Your question
      </label>
      <div class="ask-line field">
        <input
          id="question"
          ref={field}
          type="text"
          autocomplete="off"
          enterkeyhint="search"
          maxLength={maxLength}
          placeholder={example}
        />
        <Button kind="primary" submit busy={busy}>
          Ask
        </Button>
      </div>
    </form>
  );
}
