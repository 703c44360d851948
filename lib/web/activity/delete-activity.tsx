import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

interface Props {
  /** The activity's title, which tells the buttons of a list apart. */
  readonly title: string;
  readonly busy: boolean;
  readonly onDelete: () => void;
}

/** A button that asks in its own place before it deletes: deleting cannot be undone. */
export function DeleteActivity({ title, busy, onDelete }: Props) {
  const [asking, setAsking] = useState(false);
  const question = useRef<HTMLFieldSetElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  // The focus follows, because the element that had it is gone.
  useEffect(() => {
    if (asking) question.current?.querySelector("button")?.focus();
    else if (wasAsking.current) button.current?.focus();
    wasAsking.current = asking;
  }, [asking]);
  if (!asking)
    return (
      <button
        type="button"
        class="icon-button activity-delete"
        ref={button}
        aria-label={`Delete ${title}`}
        title="Delete"
        onClick={() => setAsking(true)}
      >
        <Icon name="bin" />
      </button>
    );
  return (
    <fieldset
      class="activity-question"
      ref={question}
      onKeyDown={(event) => event.key === "Escape" && !busy && setAsking(false)}
    >
      <legend>
        Delete it for good?<span class="visually-hidden"> {title}</span>
      </legend>
      <Button onPress={() => setAsking(false)}>Keep</Button>
      <Button kind="danger" busy={busy} onPress={onDelete}>
        Delete
      </Button>
    </fieldset>
  );
}
