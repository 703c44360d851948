import { useState } from "preact/hooks";
import { Button } from "../ui/button.tsx";

interface Props {
  readonly text: string;
  /** What is copied, such as "the SQL". */
  readonly what: string;
}

/** Copies a text, and says whether it did: a browser may forbid it. */
export function CopyButton({ text, what }: Props) {
  const [outcome, setOutcome] = useState("");
  const copy = async () => {
    const words = await navigator.clipboard.writeText(text).then(
      () => "Copied",
      () => "Your browser did not allow it",
    );
    setOutcome(words);
    setTimeout(() => setOutcome(""), 3000);
  };
  return (
    <span class="copy">
      <Button onPress={copy}>Copy {what}</Button>
      <span class="fine" role="status">
        {outcome}
      </span>
    </span>
  );
}
