import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Failure } from "../../api/failure.ts";
import { Button } from "../../ui/button.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useAction } from "../../ui/use-action.ts";

interface Props {
  readonly title: string;
  readonly confirm: string;
  readonly kind?: "primary" | "danger";
  /** Whether what to confirm is not known yet. */
  readonly waiting?: boolean;
  readonly children: ComponentChildren;
  /** Does it. The dialog closes unless there is a failure to show. */
  readonly onConfirm: () => Promise<Failure | undefined>;
  readonly onClose: () => void;
}

/** A modal `<dialog>`: the browser keeps the focus in it, closes it on Escape and gives the focus back. */
export function ConfirmDialog({ title, confirm, kind = "primary", waiting, children, onConfirm, onClose }: Props) {
  const { busy, failure, run } = useAction();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const proceed = () =>
    run(async () => {
      const problem = await onConfirm();
      if (!problem) dialog.current?.close();
      return problem;
    });
  return (
    <dialog ref={dialog} class="dialog" onClose={onClose} aria-labelledby="ask-title" aria-describedby="ask-text">
      <h2 id="ask-title">{title}</h2>
      <div id="ask-text">{children}</div>
      {failure && <FailureNote failure={failure} />}
      <div class="dialog-actions">
        <Button onPress={() => dialog.current?.close()}>Cancel</Button>
        <Button kind={kind} busy={busy} disabled={waiting === true} onPress={proceed}>
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
