import { useEffect, useRef } from "preact/hooks";
import type { Notice } from "../app-context.ts";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure-note.tsx";
import { Icon } from "../ui/icon.tsx";
import { useAction } from "../ui/use-action.ts";

const icons = { good: "good", bad: "alert", plain: "info" } as const;

interface Props {
  readonly notice: Notice;
  readonly onClose: () => void;
}

/** The outcome of the last action. It takes the focus, so that keyboard and screen reader users notice it. */
export function Banner({ notice, onClose }: Props) {
  const section = useRef<HTMLElement>(null);
  const { busy, failure, run } = useAction();
  useEffect(() => section.current?.focus(), [notice]);
  const { action } = notice;
  return (
    <section class={`banner ${notice.kind}`} ref={section} tabIndex={-1} aria-label="Outcome">
      <Icon name={icons[notice.kind]} />
      <div class="banner-text">
        <p class="banner-title">{notice.title}</p>
        <p>{notice.detail}</p>
        {failure && <FailureNote failure={failure} />}
      </div>
      <div class="banner-actions">
        {action && (
          <Button busy={busy} onPress={() => run(action.run)}>
            {action.label}
          </Button>
        )}
        <button type="button" class="icon-button" aria-label="Dismiss" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
    </section>
  );
}
